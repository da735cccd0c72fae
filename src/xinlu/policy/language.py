"""The second lock: tokens through sqlglot, an allow-list of node classes, and a type check, into a tree of our own.

Nothing of sqlglot's leaves this module, and nothing of the text reaches an engine: only the tree is compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from xinlu.kernel.words import Words
from xinlu.policy.scanning import LanguageFault, Token, scan
from xinlu.policy.terms import Named, Type
from xinlu.policy.tree import Tree
from xinlu.policy.types_of_parts import Typed, faulty_use, no_function, typed_node, unknown_name

DIALECT = "duckdb"
ALLOWED = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Paren, exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.LT,
    exp.LTE, exp.GT, exp.GTE, exp.In, exp.Between, exp.Add, exp.Sub, exp.Mul, exp.Neg,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """The tokens of an expression as one clean line, which sqlglot reads, and the way back to the columns as written."""

    line: str
    columns: tuple[int, ...]

    @classmethod
    def of(cls, tokens: tuple[Token, ...]) -> Written:
        columns: list[int] = []
        for token in tokens:
            columns += [token.column + offset for offset in range(len(token.text))] + [token.column + len(token.text)]
        return cls(" ".join(token.text for token in tokens), tuple(columns))

    def column_of(self, node: exp.Expr) -> int:
        """Where the first name in the node stands as written; where there is none, the start of the expression."""
        starts = [each.meta["start"] for each in node.find_all(exp.Identifier) if "start" in each.meta]
        return self.columns[min(starts)] if starts else self.columns[0]


def condition(text: str, scope: Mapping[str, Named]) -> Tree:
    """The tree of a clause over the names of `scope`. LanguageFault where it is refused."""
    return _read(text, scope, Type.YES_NO).tree


def money(text: str, scope: Mapping[str, Named]) -> Tree:
    """The tree of an amount in fen. LanguageFault where it is refused."""
    return _read(text, scope, Type.FEN).tree


def can_be_a_name(name: str) -> bool:
    """Whether the language can tell the name from its own words and from those of SQL."""
    try:
        tokens = scan(name)
        parsed = sqlglot.parse_one(name, dialect=DIALECT)
    except (LanguageFault, SqlglotError):
        return False
    return len(tokens) == 1 and tokens[0].is_name and isinstance(parsed, exp.Column) and parsed.name == name


def _read(text: str, scope: Mapping[str, Named], wanted: Type) -> Typed:
    tokens = scan(text)
    for token, following in zip(tokens, (*tokens[1:], None), strict=True):
        if token.is_name and token.text not in scope:
            raise LanguageFault(token.column, *unknown_name(token.text, scope))
        if token.is_name and following is not None and following.text == "(":
            raise LanguageFault(token.column, *no_function(token.text))
    written = Written.of(tokens)
    parsed = _parsed(written)
    read = _Reading(written, scope).typed(parsed)
    if read.type is not wanted and not (wanted is Type.FEN and read.is_plain):
        raise LanguageFault(written.columns[0], *faulty_use(read, wanted))
    return read


def _parsed(written: Written) -> exp.Expression:
    try:
        found = sqlglot.parse(written.line, dialect=DIALECT)
    except SqlglotError as wrong:
        place = wrong.errors[0].get("col") if isinstance(wrong, ParseError) and wrong.errors else None
        column = written.columns[min(max((place or 1) - 1, 0), len(written.columns) - 1)]
        raise _unreadable(column) from None
    if len(found) != 1 or not isinstance(found[0], exp.Expression):
        raise _unreadable(written.columns[0])
    for node in found[0].walk():
        if isinstance(node, exp.Alias):
            raise _unreadable(written.column_of(node.args["alias"]))
        if not isinstance(node, ALLOWED):
            raise LanguageFault(
                written.column_of(node),
                Words("条件里不能用“{what}”", "“{what}” cannot be used in an expression").filled(
                    what=type(node).__name__.lower()
                ),
                Words(
                    "不能用函数、子查询、类型转换；只写比较和 AND OR NOT IN BETWEEN",
                    "no functions, subqueries or casts; only comparisons and AND OR NOT IN BETWEEN",
                ),
            )
    return found[0]


def _unreadable(column: int) -> LanguageFault:
    return LanguageFault(
        column,
        Words("从这里起读不懂", "from here on it cannot be read"),
        Words(
            "看看两个条件之间是不是少了 AND、OR，或者多了逗号",
            "look for a missing AND or OR between two conditions, or a comma too many",
        ),
    )


_SIGNS: dict[type[exp.Expression], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
    exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.And: "AND", exp.Or: "OR",
}  # fmt: skip


class _Reading:
    """Turns allowed nodes into typed trees, from below upwards."""

    def __init__(self, written: Written, scope: Mapping[str, Named]) -> None:
        self.written = written
        self.scope = scope

    def typed(self, node: exp.Expression) -> Typed:
        """The node's tree and type. LanguageFault where types do not go together."""
        match node:
            case exp.Paren():
                return self.typed(node.this)
            case exp.Column():
                return self._name(node)
            case exp.Literal() | exp.Boolean():
                return self._constant(node)
            case exp.Not():
                return self._joined(node, "NOT", self.typed(node.this))
            case exp.Neg(this=exp.Literal(is_string=False)):
                return Typed.of(-int(node.this.this))
            case exp.Neg():
                return self._joined(node, "-", Typed.of(0), self.typed(node.this))
            case exp.In():
                return self._one_of(node)
            case exp.Between():
                return self._between(node)
            case _:
                return self._joined(node, _SIGNS[type(node)], self.typed(node.this), self.typed(node.expression))

    def _name(self, node: exp.Column) -> Typed:
        known = self.scope.get(node.name)
        if known is None or (set(node.args) - {"this"} and any(node.args[part] for part in set(node.args) - {"this"})):
            raise LanguageFault(self.written.column_of(node), *unknown_name(node.name, self.scope))
        return Typed.named(known)

    def _constant(self, node: exp.Expression) -> Typed:
        if isinstance(node, exp.Boolean):
            return Typed.of(bool(node.this))
        return Typed.of(str(node.this) if node.is_string else int(node.this))

    def _one_of(self, node: exp.In) -> Typed:
        listed = node.expressions
        others = {part for part, value in node.args.items() if value} - {"this", "expressions"}
        if others or not listed:
            raise _unreadable(self.written.column_of(node))
        left = self.typed(node.this)
        found = self._joined(node, "=", left, self.typed(listed[0]))
        for each in listed[1:]:
            found = self._joined(node, "OR", found, self._joined(node, "=", left, self.typed(each)))
        return found

    def _between(self, node: exp.Between) -> Typed:
        if {part for part, value in node.args.items() if value} - {"this", "low", "high"}:
            raise _unreadable(self.written.column_of(node))
        left = self.typed(node.this)
        low = self._joined(node, ">=", left, self.typed(node.args["low"]))
        return self._joined(node, "AND", low, self._joined(node, "<=", left, self.typed(node.args["high"])))

    def _joined(self, node: exp.Expression, sign: str, *sides: Typed) -> Typed:
        joined = typed_node(sign, sides)
        if isinstance(joined, Typed):
            return joined
        raise LanguageFault(self.written.column_of(node), *joined)
