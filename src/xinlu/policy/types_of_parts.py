"""Which parts of an expression go together: money with money, people with people, codes with codes of their own list.

Every number keeps the bounds it can take, so that nothing that loads can leave the range of a bigint on any engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import product
from typing import TypeAlias

from xinlu.kernel.words import Words
from xinlu.policy.terms import UNITS, Named, Type
from xinlu.policy.tree import FLIPPED, All, Any, Arithmetic, Compare, Constant, Name, Not, Share, Tree, names

LARGEST = 10**17
"""No number of an expression is beyond it; a bigint holds 90 times as much."""
LARGEST_SHARED = 10**15
"""The most that a whole times its percent may be: rounding adds that much (see compiling.py)."""

NUMBERS = frozenset({Type.COUNT, Type.FEN, Type.PERCENT})
NAMELESS = Words("", "")
Wrong: TypeAlias = tuple[Words, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A tree with its type; `unit` of a count ("" for a plain number), `codes` of a code, bounds of a number."""

    tree: Tree
    type: Type
    unit: str = ""
    codes: Mapping[str, Words] = field(default_factory=dict)
    least: int = 0
    most: int = 0
    is_constant: bool = False
    called: Words = NAMELESS

    @classmethod
    def named(cls, known: Named) -> Typed:
        """The use of a fact or parameter."""
        is_people = known.type is Type.PEOPLE
        return cls(
            tree=Name(known.name, known.is_parameter, is_people),
            type=known.type,
            unit="person" if is_people else known.unit,
            codes=known.codes,
            least=known.least,
            most=known.most,
            called=Words(known.name, known.name),
        )

    @classmethod
    def of(cls, value: bool | int | str) -> Typed:
        """A constant as written."""
        constant = Constant(value)
        if isinstance(value, bool):
            return cls(tree=constant, type=Type.YES_NO, is_constant=True, called=_quoted(str(value).upper()))
        if isinstance(value, int):
            return cls(tree=constant, type=Type.COUNT, least=value, most=value, is_constant=True, called=_quoted(value))
        return cls(tree=constant, type=Type.CODE, is_constant=True, called=_quoted(f"'{value}'"))

    @property
    def is_plain(self) -> bool:
        """Whether it is a number without a unit, which goes with any number."""
        return self.type is Type.COUNT and not self.unit

    @property
    def is_number(self) -> bool:
        return self.type in NUMBERS or self.type is Type.PEOPLE

    @property
    def is_name(self) -> bool:
        return isinstance(self.tree, Name)

    @property
    def kind(self) -> Words:
        """What sort of thing it is, for a fault."""
        if self.type is Type.COUNT and self.unit:
            return Words("数（{unit}）", "a count of {unit}").filled(unit=UNITS[self.unit])
        return KINDS[self.type]


KINDS: dict[Type, Words] = {
    Type.YES_NO: Words("是或否", "yes or no"),
    Type.COUNT: Words("数", "a plain number"),
    Type.FEN: Words("钱（分）", "money (fen)"),
    Type.PERCENT: Words("百分比", "a percentage"),
    Type.CODE: Words("代码", "a code"),
    Type.DAY: Words("日期", "a day"),
    Type.PEOPLE: Words("人数", "a number of members"),
}


_NO_NULL = Words(
    "不用写 NULL：没填的情况自己就是“待核实”", "leave NULL out: what nobody entered is “to be verified” by itself"
)
_NO_SELECT = Words("写不了查询：先在 facts.yaml 里写一项人数", "no queries: declare a people fact in facts.yaml")
_NO_FUNCTION = Words("不能用函数：写比较和 + - *", "no functions: write comparisons and + - *")
_NO_PATTERN = Words("不能用模式匹配：用 IN 把代码列出来", "no patterns: list the codes with IN")
NOT_OURS: dict[str, Words] = {
    **dict.fromkeys(("is", "null", "coalesce", "ifnull", "nullif"), _NO_NULL),
    **dict.fromkeys(("select", "from", "where", "exists", "all", "any", "union", "with"), _NO_SELECT),
    **dict.fromkeys(("like", "ilike", "similar", "regexp", "rlike", "glob"), _NO_PATTERN),
    **dict.fromkeys(("count", "sum", "min", "max", "abs", "round", "cast", "if", "case"), _NO_FUNCTION),
}
"""Words of SQL that people reach for, and what to write instead of them."""


def unknown_name(name: str, scope: Mapping[str, Named]) -> Wrong:
    """What to say about a name that is neither fact nor parameter, with the nearest that is."""
    words = Words("没有叫“{name}”的情况或参数", "no fact or parameter is called “{name}”").filled(name=name[:60])
    if name in NOT_OURS:
        return words, NOT_OURS[name]
    near = get_close_matches(name, scope, n=3, cutoff=0.6)
    if near:
        return words, Words("是不是要写 {near}", "perhaps {near} is meant").filled(
            near="、".join(near) if len(near) == 1 else ", ".join(near)
        )
    return words, Words(
        "先在 facts.yaml 或 parameters 里写上它", "declare it in facts.yaml or under `parameters` first"
    )


def no_function(name: str) -> Wrong:
    """What to say about a name that is used as if it were a function."""
    return Words("“{name}”不是函数，后面不能跟括号", "“{name}” is no function: no bracket follows it").filled(
        name=name
    ), _NO_FUNCTION


def faulty_use(read: Typed, wanted: Type) -> Wrong:
    """What to say about a whole expression that is not of the sort that is wanted."""
    words = Words("这里要的是{wanted}，写的却是{kind}", "{wanted} is wanted here, and this is {kind}").filled(
        wanted=KINDS[wanted], kind=read.kind
    )
    if wanted is Type.YES_NO:
        return words, Words("写一个比较，比如 {name} >= 1", "write a comparison such as {name} >= 1").filled(
            name=read.called if read.is_name else "people"
        )
    return words, Words(
        "写算得出钱的式子，比如 rate_fen * people；每人多少钱写成单位为 fen 的参数",
        "write what comes to money, such as rate_fen * people; make a rate a parameter with unit fen",
    )


def typed_node(sign: str, sides: tuple[Typed, ...]) -> Typed | Wrong:
    """What `sign` makes of its sides, or what is wrong with them."""
    if sign in ("AND", "OR", "NOT"):
        return _logic(sign, sides)
    left, right = sides
    return _comparison(sign, left, right) if sign in FLIPPED else _arithmetic(sign, left, right)


def _logic(sign: str, sides: tuple[Typed, ...]) -> Typed | Wrong:
    for side in sides:
        if side.type is not Type.YES_NO:
            return faulty_use(side, Type.YES_NO)
    trees = tuple(side.tree for side in sides)
    if sign == "NOT":
        return Typed(tree=Not(trees[0]), type=Type.YES_NO)
    made = All(_flat(trees, All)) if sign == "AND" else Any(_flat(trees, Any))
    return Typed(tree=made, type=Type.YES_NO)


def _flat(trees: tuple[Tree, ...], kind: type[All] | type[Any]) -> tuple[Tree, ...]:
    found: list[Tree] = []
    for tree in trees:
        found += tree.of if isinstance(tree, kind) else (tree,)
    return tuple(found)


def _comparison(sign: str, left: Typed, right: Typed) -> Typed | Wrong:
    if any(name.is_people for name in names(left.tree, right.tree)):
        return _people_comparison(sign, left, right)
    if Type.CODE in (left.type, right.type):
        return _code_comparison(sign, left, right)
    if Type.YES_NO in (left.type, right.type):
        plain = all(side.type is Type.YES_NO and (side.is_name or side.is_constant) for side in (left, right))
        if not plain or sign not in ("=", "<>"):
            return _unlike(left, right)
    elif not _alike(left, right):
        return _unlike(left, right)
    return Typed(tree=Compare(sign, left.tree, right.tree), type=Type.YES_NO)


def _people_comparison(sign: str, left: Typed, right: Typed) -> Typed | Wrong:
    if right.type is Type.PEOPLE and right.is_name:
        left, right, sign = right, left, FLIPPED[sign]
    is_number = right.is_constant or (isinstance(right.tree, Name) and right.tree.is_parameter)
    if not left.is_name or not is_number or right.type is not Type.COUNT or right.unit not in ("", "person"):
        name = next(each.name for each in names(left.tree, right.tree) if each.is_people)
        words = Words("{name} 是符合条件的人数，这样比不了", "{name} is a number of members and cannot be compared so")
        instead = Words(
            "只能和一个整数或参数比，比如 {name} >= 1", "compare it with a whole number or a parameter: {name} >= 1"
        )
        return words.filled(name=name), instead.filled(name=name)
    return Typed(tree=Compare(sign, left.tree, right.tree), type=Type.YES_NO)


def _code_comparison(sign: str, left: Typed, right: Typed) -> Typed | Wrong:
    if right.is_name:
        left, right = right, left
    if not left.is_name or not right.is_constant or sign not in ("=", "<>") or right.type is not left.type:
        return _unlike(left, right)
    assert isinstance(right.tree, Constant)
    if right.tree.value not in left.codes:
        near = get_close_matches(str(right.tree.value), left.codes, n=1) or list(left.codes)
        words = Words("{name} 没有 {code} 这个代码", "{name} has no code {code}").filled(
            name=left.called, code=right.called
        )
        return words, Words("可以写 {codes}", "it can be {codes}").filled(codes=", ".join(f"'{code}'" for code in near))
    return Typed(tree=Compare(sign, left.tree, right.tree), type=Type.YES_NO)


def _alike(left: Typed, right: Typed) -> bool:
    if left.is_number and right.is_number and (left.is_plain or right.is_plain):
        return True
    return left.type is right.type and left.unit == right.unit


def _unlike(left: Typed, right: Typed) -> Wrong:
    words = Words(
        "{left}是{one}，{right}是{other}，放不到一起", "{left} is {one} and {right} is {other}: they do not go together"
    )
    filled = words.filled(
        left=left.called if left.called.en else Words("左边", "the left side"), one=left.kind,
        right=right.called if right.called.en else Words("右边", "the right side"), other=right.kind,
    )  # fmt: skip
    code = next((side for side in (left, right) if side.codes), None)
    if code is not None:
        return filled, Words(
            "写成 {name} = '{code}'，或者 {name} IN (...)", "write {name} = '{code}', or {name} IN (...)"
        ).filled(name=code.called, code=next(iter(code.codes)))
    return filled, Words(
        "钱和钱比，人和人比；是或否单独写，前面可以加 NOT",
        "compare money with money and people with people; yes or no stands alone, or after NOT",
    )


def _arithmetic(sign: str, left: Typed, right: Typed) -> Typed | Wrong:
    if not (left.is_number and right.is_number):
        return _unlike(left, right)
    if Type.PERCENT in (left.type, right.type) and sign == "*":
        return _share(left, right)
    if sign == "*":
        if (
            not (left.is_plain or right.is_plain or Type.FEN in (left.type, right.type))
            or left.type is right.type is Type.FEN
        ):
            return _unlike(left, right)
        leading = left if left.type is Type.FEN or right.is_plain else right
    else:
        if not _alike(left, right):
            return _unlike(left, right)
        leading = right if left.is_plain else left
    least, most = _bounds(sign, left, right)
    if max(abs(least), abs(most)) > LARGEST:
        return _too_large()
    kind = Type.COUNT if leading.type is Type.PEOPLE else leading.type
    return Typed(tree=Arithmetic(sign, left.tree, right.tree), type=kind, unit=leading.unit, least=least, most=most)


def _share(left: Typed, right: Typed) -> Typed | Wrong:
    whole, percent = (right, left) if left.type is Type.PERCENT else (left, right)
    if whole.type is not Type.FEN or percent.type is not Type.PERCENT:
        return _unlike(left, right)
    least, most = _bounds("*", whole, percent)
    if max(abs(least), abs(most)) > LARGEST_SHARED:
        return _too_large()
    return Typed(tree=Share(whole.tree, percent.tree), type=Type.FEN, least=least // 100, most=most // 100 + 1)


def _bounds(sign: str, left: Typed, right: Typed) -> tuple[int, int]:
    pairs = list(product((left.least, left.most), (right.least, right.most)))
    found = [a + b if sign == "+" else a - b if sign == "-" else a * b for a, b in pairs]
    return min(found), max(found)


def _too_large() -> Wrong:
    return (
        Words("算出来的数可能太大", "the result could become too large"),
        Words("少乘几项；金额按分写，看看是不是多了几个零", "multiply less; money is in fen, look for zeros too many"),
    )


def _quoted(value: object) -> Words:
    return Words(str(value), str(value))
