"""Why a text is no number, in words: vague, a range, a rate, a slip of separators, letters among digits."""

from __future__ import annotations

import re
from typing import NoReturn

from xinlu.kernel.words import Words
from xinlu.sheets.reading import ABSENT, refuse
from xinlu.sheets.tidying import quoted

_NUMERAL = "0-9零一二两三四五六七八九十百千万亿"

_REASONS: tuple[tuple[str, re.Pattern[str], Words], ...] = (
    (
        "number.percent",
        re.compile("[%‰]|百分之"),
        Words("“{written}”是比例，这里要{expected}", "“{written}” is a share; write {expected}"),
    ),
    (
        "number.scientific",
        re.compile(r"[0-9](\.[0-9]+)?[eE][+-]?[0-9]+"),
        Words(
            "“{written}”是表格软件缩写的数，后面的位数可能丢了。请把单元格改成数值、看得见全部数字再填",
            "“{written}” is a number abbreviated by the spreadsheet program, and digits may be lost. Show it in full "
            "and write it again",
        ),
    ),
    (
        "number.date",
        re.compile(r"(19|20)[0-9]{2} ?[年./-] ?[0-9]{1,2}([月./-].*)?|.*[0-9]月([0-9]+[日号]?)?"),
        Words(
            "“{written}”像是日期，这里要{expected}。请看看是不是填错了列",
            "“{written}” looks like a date; write {expected} here. See whether the column is wrong",
        ),
    ),
    (
        "number.vague",
        re.compile(
            "约|左右|大概|大致|将近|接近|上下|差不多|不到|不足|不止|以上|以下|以内|至少|最多|若干|许多|几|数[十百千万]|多|余|来[只头斤个元块亩]|来$|[一二三四五六七八九]{2}|[~±≈≥≤<>]$|^[~±≈≥≤<>+近]"
        ),
        Words(
            "“{written}”不是一个准数。请当面算清楚，填{expected}",
            "“{written}” is no exact number. Reckon it face to face and write {expected}",
        ),
    ),
    (
        "number.range",
        re.compile(rf"(?<=[{_NUMERAL}元斤亩人口]) ?([-~～—–－−至到]+|--) ?(?=[{_NUMERAL}])"),
        Words(
            "“{written}”写了从多少到多少。请问清楚，填{expected}",
            "“{written}” gives a range. Ask, and write {expected}",
        ),
    ),
    (
        "number.rate",
        re.compile("/|每|人均|平均|一[人天月年亩斤]"),
        Words(
            "“{written}”是单价或每人、每月的数。这里要算好的总数，填{expected}",
            "“{written}” is a rate. Reckon the whole and write {expected}",
        ),
    ),
    (
        "number.remark",
        re.compile(r"[(\[【].*[^0-9.,].*"),
        Words(
            "“{written}”里有括号里的话。这一格只填{expected}，那句话写到备注",
            "“{written}” has a remark in brackets. Write only {expected} here and the remark as a note",
        ),
    ),
    (
        "number.several",
        re.compile(rf"[{_NUMERAL}元斤亩] ?[+*x×=、;和及] ?[{_NUMERAL}]"),
        Words(
            "“{written}”里不止一个数。请先加好，填{expected}",
            "“{written}” holds several numbers. Add them up and write {expected}",
        ),
    ),
    (
        "number.letters",
        re.compile(r"[0-9OolIZSB.,]*[OolIZSB][0-9OolIZSB.,]*"),
        Words(
            "“{written}”里有字母，比如把 0 打成了 o、把 1 打成了 l。请只用数字再填",
            "“{written}” has letters among its digits, such as an o for a 0. Write it again in digits",
        ),
    ),
    (
        "number.leading_zero",
        re.compile(r"0[0-9]+(\.[0-9]*)?"),
        Words(
            "“{written}”前面多了 0，像是编号。请看看是不是填错了列；是数就去掉前面的 0",
            "“{written}” begins with a zero, like a code. See whether the column is wrong; take the zero away if it is "
            "a number",
        ),
    ),
    (
        "number.separators",
        re.compile(r"[-−]?[0-9][0-9,.' ]*"),
        Words(
            "“{written}”里的逗号、点或空格放得不对，看不出是多少。请不加逗号，填{expected}",
            "The commas, dots or blanks in “{written}” are misplaced, and it cannot be told how much it is. Write it "
            "without commas: {expected}",
        ),
    ),
    (
        "number.words",
        re.compile(r"[0-9][0-9,.]* ?[^0-9]+"),
        Words(
            "“{written}”里除了数还有别的字，看不出是什么单位。请只填{expected}",
            "“{written}” holds more than a number, and its unit is not known. Write only {expected}",
        ),
    ),
)
_NONE = Words(
    "“{written}”不是数。真没有就填 0，不知道就空着",
    "“{written}” is no number. Write 0 if there is none, and leave it empty if nobody knows",
)
_NO_NUMBER = Words(
    "“{written}”不是一个数。请当面算出来，填{expected}",
    "“{written}” is no number. Reckon it face to face and write {expected}",
)


def refuse_number(text: str, *, expected: Words) -> NoReturn:
    """Refusal that says what keeps a plain text from being a number and what is expected instead."""
    if text in ABSENT:
        refuse("number.none", _NONE, written=text)
    for code, pattern, words in _REASONS:
        found = pattern.search(text) if code in _ANYWHERE else pattern.fullmatch(text)
        if found:
            refuse(code, words, written=quoted(text), expected=expected)
    refuse("number.unreadable", _NO_NUMBER, written=quoted(text), expected=expected)


_ANYWHERE = frozenset(
    {"number.percent", "number.vague", "number.range", "number.rate", "number.remark", "number.several"}
)
"""Reasons that one sign within the text is enough for."""
