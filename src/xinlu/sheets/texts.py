"""Names and free text of a cell. A remark beside a name is never dropped: it says something about the person."""

from __future__ import annotations

import re
import unicodedata

from xinlu.kernel.words import Words
from xinlu.sheets.grid import Value
from xinlu.sheets.reading import NOTHING, Read, first_look, refuse, refuse_kind
from xinlu.sheets.tidying import EXACT_BELOW, HAN, plain, quoted, sentence, shown

LONGEST_NAME = 60
LONGEST_SPREAD = 4
"""Characters of a Chinese name whose characters are drawn apart by blanks."""
LONGEST_TEXT = 4000
LONGEST_PLACE = 80

_NAME = Words("姓名", "a name")
_TEXT = Words("文字", "text")
_PLACE = Words("地名", "the name of a place")
_COMMON_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_REMARK = re.compile(r"(.*?) ?[(\[【]([^()\[\]【】]*)[)\]】]")
_OF_THE_HEAD = frozenset({"户主", "本人", "户主本人"})
"""Remarks that say nothing of whether somebody belongs to the household."""
_NO_NAMES = frozenset(
    [
        "合计",
        "小计",
        "总计",
        "共计",
        "累计",
        "户主",
        "本人",
        "男",
        "女",
        "是",
        "否",
        "姓名",
        "家庭成员",
        "妻子",
        "丈夫",
        "配偶",
        "儿子",
        "女儿",
        "父亲",
        "母亲",
        "孙子",
        "孙女",
    ]
)
_LEFT = re.compile(
    "已?(故|死亡|去世|过世|病故|身故|逝世)|亡|(外|出|远)嫁|已嫁|(已|户口)?(迁|搬)(出|走)|离异|离婚|失踪|失联|走失|服刑|入狱|参军|户口不在|分户"
)
"""What decides whether a person still belongs to the household, or raises the question."""
_REMARK_WITHIN = re.compile("^(户主)|.(已故|已死亡|已去世|去世|死亡|已外嫁|外嫁|已迁出|迁出|户主)$")
_TWO_CHARACTER_SURNAME = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|长孙|夏侯|轩辕|司徒|司空|端木|百里|南宫|东郭|西门|独孤|宇文"
    "|呼延|申屠|淳于|单于|太史|公羊|澹台|赫连|钟离|闾丘|濮阳|完颜|纳兰|拓跋|万俟|闻人"
)
_HAN_PARTS = re.compile(rf"[{HAN}]+(?: [{HAN}]+)+")
_SEVERAL = re.compile("[、,;/&+]|(?<=.{2})和(?=.{2})")

_GARBLED = Words(
    "“{written}”里有显示不出来的字。请看身份证，把这个字打出来再填",
    "“{written}” contains a character that cannot be shown. Look at the ID card and write it anew",
)
_DIGITS = Words(
    "“{written}”里有数字，不是姓名。请看看是不是填错了列；同名的人靠身份证号分，名字后面不用编号",
    "“{written}” contains digits and is no name. See whether the column is wrong; people of one name are told apart "
    "by their ID numbers, not by a number behind the name",
)
_SIGN = Words(
    "姓名里不能有“{sign}”（写的是“{written}”）。请只写身份证上的名字，别的话写到备注",
    "A name has no “{sign}” in it (“{written}”). Write only the name on the ID card, anything else as a note",
)
_TWO = Words(
    "“{written}”像是不止一个人。请一行写一个人；是一个人的长名字，中间用“·”隔开",
    "“{written}” seems to be more than one person. Write one person a row; of one long name, join the parts by “·”",
)
_MASKED = Words(
    "“{written}”打了星号，认不出是谁。请填全名",
    "“{written}” is masked, so nobody knows who it is. Write the full name",
)
_GONE = Words(
    "名字旁边写着“{remark}”。人还算不算这一家的，要说清：还在家里的，把这几个字去掉；"
    "不在了的，把这一行删掉，哪天走的、为什么走，在户里记",
    "Beside the name stands “{remark}”. Say whether the person still belongs to the household: if so, take the remark "
    "away; if not, take the row out and enter in the household when and why they left",
)
_REMARKED = Words(
    "名字旁边写着“{remark}”。这一格只写身份证上的名字，“{remark}”请写到备注",
    "Beside the name stands “{remark}”. Write only the name on the ID card here and “{remark}” as a note",
)
_WITHOUT_REMARK = Words("“{written}”读成“{name}”，是{remark}", "“{written}” read as “{name}”; the remark: {remark}")
_NO_NAME = Words(
    "“{written}”不是姓名。请看看是不是填错了列，或者这一行不是人",
    "“{written}” is no name. See whether the column is wrong, or whether the row is no person",
)
_DIGITS_LOST = Words(
    "“{written}”存成了数，表格软件只留得住前 15 位，后面的已经丢了。请把这一列设成文本，照着证件再填一遍",
    "“{written}” is stored as a number, of which spreadsheet programs keep fifteen digits; the rest are lost. Format the "
    "column as text and copy it again",
)
_TOO_LONG = Words(
    "这里写了 {count} 个字，最多 {most} 个。请写短些",
    "This has {count} characters, {most} at most. Make it shorter",
)


def read_name(value: Value) -> Read[str]:
    """A person's name without blanks between its characters and with one dot (·) in minority names.

    Refusal for numbers, formulas, several people, masked or garbled names, more than LONGEST_NAME characters, and for a
    remark that says more of the person than that it is the head.
    """
    if value is None:
        return NOTHING
    if not isinstance(value, str):
        refuse_kind(value, expected=_NAME)
    if _COMMON_NAME.fullmatch(value) and value not in _NO_NAMES and not _REMARK_WITHIN.search(value):
        return first_look(value, absent=True) or Read(value)
    text = plain(value)
    if (nothing := first_look(text, absent=True)) is not None:
        return nothing
    if len(text) > LONGEST_NAME:
        refuse("name.too_long", _TOO_LONG, count=len(value), most=LONGEST_NAME)
    remarked = _REMARK.fullmatch(text)
    if remarked:
        name, remark = remarked.groups()
        _check_remark(remark)
        _check_name(name, value)
        return Read(name, _WITHOUT_REMARK.filled(written=quoted(value), name=name, remark=remark))
    _check_name(text, value)
    return Read(text)


def _check_remark(remark: str) -> None:
    if remark in _OF_THE_HEAD:
        return
    refuse("name.remark", _GONE if _LEFT.search(remark) else _REMARKED, remark=quoted(remark))


def _check_name(name: str, value: str) -> None:
    written = quoted(value)
    if name in _NO_NAMES or not name:
        refuse("name.none", _NO_NAME, written=written)
    if within := _REMARK_WITHIN.search(name):
        remark = within[1] or within[2]
        refuse("name.remark", _REMARKED if remark == "户主" else _GONE, remark=remark)
    if "*" in name or "×" in name:
        refuse("name.masked", _MASKED, written=written)
    if any(character.isdigit() for character in name):
        refuse("name.digits", _DIGITS, written=written)
    if any(_is_garbled(character) for character in name):
        refuse("name.garbled", _GARBLED, written=written)
    if _SEVERAL.search(name) or _seem_several(sentence(value)):
        refuse("name.several", _TWO, written=written)
    sign = next((character for character in name if not _is_letter(character) and character not in "· -'་"), "")
    sign = sign or next((character for character in (name[0], name[-1]) if not _is_letter(character)), "")
    if sign:
        refuse("name.sign", _SIGN, sign=sign, written=written)


def _seem_several(apart: str) -> bool:
    """Whether blanks set words of a Chinese name apart, as between two people or where a dot was meant.

    Blanks between single characters, and behind a surname of two, only spread a name over its column.
    """
    parts = _HAN_PARTS.fullmatch(apart)
    if parts is None:
        return False
    words = apart.split(" ")
    if len(apart.replace(" ", "")) > LONGEST_SPREAD:
        return True
    return len(words) == 2 and min(map(len, words)) > 1 and not _TWO_CHARACTER_SURNAME.fullmatch(words[0])


def _is_letter(character: str) -> bool:
    return character == "〇" or _is_rare_han(character) or unicodedata.category(character)[0] in "LM"


def _is_rare_han(character: str) -> bool:
    """Two planes are kept for rare Chinese characters, of which Python need not know the latest."""
    return 0x20000 <= ord(character) < 0x3FFFE


def _is_garbled(character: str) -> bool:
    unknown = unicodedata.category(character) in ("Co", "Cn") and not _is_rare_han(character)
    return unknown or character in "\ufffd?□"


def read_place(value: Value) -> Read[str]:
    """What a place is called, or its code. Refusal as `read_text`, and for a day, which no place is called."""
    if hasattr(value, "isoformat"):
        refuse_kind(value, expected=_PLACE)
    return read_text(value, longest=LONGEST_PLACE)


def read_text(value: Value, *, longest: int = LONGEST_TEXT) -> Read[str]:
    """Free text with its own punctuation; numbers and days as the spreadsheet shows them.

    Refusal for a lost formula, a ditto mark, garbled characters and more than `longest` characters.
    """
    if value is None:
        return NOTHING
    if isinstance(value, str):
        text = sentence(value)
    elif isinstance(value, (int, float)) and not abs(value) < EXACT_BELOW:
        refuse("text.digits_lost", _DIGITS_LOST, written=quoted(value))
    elif isinstance(value, (int, float)) or hasattr(value, "isoformat"):
        text = shown(value)
    else:
        refuse_kind(value, expected=_TEXT)
    if (nothing := first_look(text, absent=True)) is not None:
        return nothing
    if "\ufffd" in text:
        refuse("text.garbled", _GARBLED, written=quoted(text))
    if len(text) > longest:
        refuse("text.too_long", _TOO_LONG, count=len(text), most=longest)
    return Read(text)
