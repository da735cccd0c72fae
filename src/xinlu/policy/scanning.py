"""The first lock: the text of an expression as tokens, or a fault that says what to write. Nothing is parsed here.

What gets through is ASCII, short, shallow, and made of names, whole numbers, codes, a few signs and a few words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xinlu.kernel.words import Words

LONGEST_TEXT = 600
MOST_TOKENS = 120
DEEPEST = 12
LONGEST_NUMBER = 12

WORDS_OF_SQL = frozenset({"and", "or", "not", "in", "between", "true", "false"})
TOKEN = re.compile(
    r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9]+)|(?P<code>'[^']*')|(?P<sign><=|>=|<>|!=|[=<>+\-*(),])"
)
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
CODE = re.compile(r"'[a-z0-9_]+'")


class LanguageFault(ValueError):
    """An expression is refused: the column (from 1), what is wrong, and what to write instead."""

    def __init__(self, column: int, words: Words, instead: Words) -> None:
        super().__init__(f"column {column}: {words.en}; {instead.en}")
        self.column = column
        self.words = words
        self.instead = instead


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the column (from 1) at which it stands."""

    text: str
    column: int

    @property
    def is_name(self) -> bool:
        return NAME.fullmatch(self.text) is not None and self.text not in WORDS_OF_SQL


def scan(text: str) -> tuple[Token, ...]:
    """The tokens of the text, words of SQL in lower case. LanguageFault at the first thing that does not belong."""
    _measure(text)
    tokens: list[Token] = []
    at, depth = 0, 0
    while at < len(text):
        if text[at] in " \n":
            at += 1
            continue
        token = _token(text, at)
        depth += (token.text == "(") - (token.text == ")")
        if depth > DEEPEST or depth < 0:
            raise _brackets(at + 1, depth)
        tokens.append(token)
        at += len(token.text)
        if len(tokens) > MOST_TOKENS:
            raise _too_long(at)
    if depth:
        raise _brackets(len(text), depth)
    if not tokens:
        raise LanguageFault(
            1,
            Words("这里是空的", "nothing is written here"),
            Words("请写一个条件，比如 people >= 1", "write a condition such as people >= 1"),
        )
    return tuple(tokens)


def _measure(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise _too_long(LONGEST_TEXT + 1)
    for at, sign in enumerate(text):
        if not (" " <= sign <= "~" or sign == "\n"):
            raise LanguageFault(
                at + 1,
                Words(
                    "“{sign}”（U+{code}）不能写在条件里，看着像英文字母的也不行",
                    "“{sign}” (U+{code}) cannot stand in an expression, however much it looks like a Latin letter",
                ).filled(sign=sign if sign.isprintable() else "?", code=f"{ord(sign):04X}"),
                Words("只用英文键盘上的字母、数字和符号", "use letters, digits and signs of an English keyboard only"),
            )


def _token(text: str, at: int) -> Token:
    found = TOKEN.match(text, at)
    if found is None or text.startswith(("--", "/*"), at):
        raise _not_part(text, at)
    written = found.group()
    if found.lastgroup == "name":
        return _named(written, at)
    after = text[found.end() : found.end() + 1]
    if found.lastgroup == "number" and (len(written) > LONGEST_NUMBER or after.isalnum() or after in ("_", ".")):
        raise LanguageFault(
            at + 1,
            Words("这个数写法不对或者太长", "this number is written wrongly or is too long"),
            Words(
                "写整数，金额按分写，比如 10000 元写 1000000",
                "write a whole number, money in fen: 10,000 yuan is 1000000",
            ),
        )
    if found.lastgroup == "code" and not CODE.fullmatch(written):
        raise LanguageFault(
            at + 1,
            Words("引号里只能写一个代码", "only a code can stand in quotes"),
            Words(
                "代码用小写字母、数字和下划线，比如 'c'",
                "a code has lower-case letters, digits and underlines, such as 'c'",
            ),
        )
    return Token(written, at + 1)


def _named(written: str, at: int) -> Token:
    if written.lower() in WORDS_OF_SQL:
        return Token(written.lower(), at + 1)
    if not NAME.fullmatch(written):
        raise LanguageFault(
            at + 1,
            Words("名字“{name}”的写法不对", "the name “{name}” is not written as names are").filled(name=written[:40]),
            Words(
                "名字用小写字母、数字和单个下划线，比如 {name}",
                "names have lower-case letters, digits and single underlines, such as {name}",
            ).filled(name=re.sub("_+", "_", written.lower()).strip("_")[:40] or "people"),
        )
    return Token(written, at + 1)


_INSTEAD: dict[str, Words] = {
    "--": Words("说明写在 says 里；两个减号之间空一格", "write explanations under `says`; put a space between two minus signs"),
    "/*": Words("说明写在 says 里，条件里不写注释", "write explanations under `says`; there are no comments in expressions"),
    "/": Words("不能除：把另一边乘上去，或者用按百分比的参数", "there is no division: multiply the other side, or use a parameter in percent"),
    "%": Words("百分比写成单位为 percent 的参数", "make the share a parameter with unit percent"),
    ";": Words("一条只写一个条件；几个条件用 AND 连起来，或者分成几条", "one condition a clause; join several with AND, or write several clauses"),
    ".": Words("名字前面不加表名；数只写整数", "no table before a name; numbers are whole"),
    '"': Words("代码用单引号，比如 'c'；名字不加引号", "codes stand in single quotes, such as 'c'; names in none"),
    "'": Words("代码要有头有尾，比如 'c'", "a code needs its closing quote, such as 'c'"),
    ":": Words("不能转换类型；金额按分写", "nothing is cast; money is in fen"),
    "!": Words("不等于写 <>", "write <> for “is not”"),
    "~": Words("不能用模式匹配；把代码列出来，比如 house_grade IN ('c', 'd')", "no patterns; list the codes: house_grade IN ('c', 'd')"),
}  # fmt: skip
_ELSE = Words(
    "能用的有 AND OR NOT IN BETWEEN = <> < <= > >= + - * ( )",
    "there are AND OR NOT IN BETWEEN = <> < <= > >= + - * ( )",
)


def _not_part(text: str, at: int) -> LanguageFault:
    sign = text[at : at + 2] if text.startswith(("--", "/*"), at) else text[at]
    words = Words("条件里不能写“{sign}”", "“{sign}” cannot stand in an expression").filled(sign=sign)
    return LanguageFault(at + 1, words, _INSTEAD.get(sign, _ELSE))


def _brackets(column: int, depth: int) -> LanguageFault:
    if depth > DEEPEST:
        return LanguageFault(
            column,
            Words("括号套得太深，最多{n}层", "brackets go too deep, {n} levels at most").filled(n=DEEPEST),
            Words("拆成几条条件", "split it into several clauses"),
        )
    return LanguageFault(
        column,
        Words("括号没有配对", "brackets do not match"),
        Words("每个“(”后面都要有一个“)”", "every “(” needs its “)”"),
    )


def _too_long(column: int) -> LanguageFault:
    return LanguageFault(
        column,
        Words("太长，最多{n}个字符、{m}个词", "too long: {n} characters and {m} words at most").filled(
            n=LONGEST_TEXT, m=MOST_TOKENS
        ),
        Words("拆成几条条件", "split it into several clauses"),
    )
