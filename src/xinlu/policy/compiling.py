"""An edition as SQL columns, for DuckDB and Spark: one a clause, one an answer, one an amount. Made from trees only.

Every output is cast to a declared type and every number is a bigint; only what both engines answer alike is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from xinlu.policy.terms import Amount, Edition, Fact, Facts, Kind, Policy, Type, Value
from xinlu.policy.tree import All, Any, Arithmetic, Compare, Constant, Name, Not, Share, Tree, facts_of
from xinlu.policy.truth import value

SHIFT = 10**15
"""Keeps what is divided above zero, where both engines round alike; see types_of_parts.LARGEST_SHARED."""


class Engine(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


class Layer(IntEnum):
    """What a column is reckoned from: facts, then clauses, then answers; each layer reads the ones before by name."""

    CLAUSES = 0
    ANSWERS = 1
    AMOUNTS = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answers: its SQL over the columns of facts and of the layers before, and its type."""

    sql: str
    type: str
    layer: Layer

    @property
    def cast(self) -> str:
        """The SQL as the declared type, whatever the engine makes of it."""
        return f"CAST({self.sql} AS {self.type})"


SQL_TYPES: Mapping[Type, str] = {
    Type.YES_NO: "BOOLEAN",
    Type.COUNT: "BIGINT",
    Type.FEN: "BIGINT",
    Type.PERCENT: "BIGINT",
    Type.CODE: "VARCHAR",
    Type.DAY: "DATE",
    Type.PEOPLE: "BIGINT",
}


def fact_columns(facts: Facts, names: Iterator[str] | None = None) -> dict[str, str]:
    """The columns in which households come, with their SQL types; a people fact has `<name>__least` and `<name>__most`."""
    found: dict[str, str] = {}
    for name in names if names is not None else facts.household:
        fact: Fact = facts.household[name]
        for column in people_columns(name) if fact.type is Type.PEOPLE else (name,):
            found[column] = SQL_TYPES[fact.type]
    return found


def people_columns(name: str) -> tuple[str, str]:
    """The two columns of a people fact."""
    return f"{name}__least", f"{name}__most"


def used_columns(edition: Edition) -> dict[str, str]:
    """Of the columns of facts those that the edition reads."""
    trees = [clause.tree for policy in edition.policies for clause in policy.clauses]
    for policy in edition.policies:
        trees += [tree for tree in _amount_trees(policy.amount) if tree is not None]
    return fact_columns(edition.facts, iter(facts_of(*trees)))


def answer_column(policy: Policy) -> str:
    """The name of a policy's answer: entitled, or secured where it is a guarantee."""
    return f"{policy.id}__{'secured' if policy.kind is Kind.GUARANTEE else 'entitled'}"


def amount_column(policy: Policy) -> str:
    return f"{policy.id}__amount_fen"


def clause_column(policy: Policy, clause: str) -> str:
    return f"{policy.id}__{clause}"


def columns(edition: Edition, engine: Engine = Engine.DUCKDB, *, upto: Layer = Layer.AMOUNTS) -> dict[str, Column]:
    """The answers of an edition as columns over `fact_columns`, no further than the layer `upto`.

    `<policy>__<clause>` and `<policy>__entitled` (`__secured`) are TRUE, FALSE or NULL for not known;
    `<policy>__amount_fen` is 0 where the household is not entitled and NULL where the amount is not known.
    """
    compiler = _Compiler(edition, engine)
    found: dict[str, Column] = {}
    for policy in edition.policies:
        names = [clause_column(policy, clause.name) for clause in policy.clauses]
        for name, clause in zip(names, policy.clauses, strict=True):
            found[name] = Column(compiler.sql(clause.tree), "BOOLEAN", Layer.CLAUSES)
        answer = quoted(answer_column(policy), engine)
        every = " AND ".join(quoted(name, engine) for name in names)
        found[answer_column(policy)] = Column(f"({every})", "BOOLEAN", Layer.ANSWERS)
        if policy.amount:
            given = f"CASE WHEN {answer} THEN {compiler.amount(policy.amount)} WHEN NOT {answer} THEN {whole(0)} END"
            found[amount_column(policy)] = Column(given, "BIGINT", Layer.AMOUNTS)
    return {name: column for name, column in found.items() if column.layer <= upto}


def steps(edition: Edition, engine: Engine, keep: Sequence[str], *, upto: Layer = Layer.AMOUNTS) -> list[list[str]]:
    """The lists of a SELECT within a SELECT within a SELECT: clauses, then answers, then `keep` and every column."""
    found = columns(edition, engine, upto=upto)
    made: list[list[str]] = []
    for layer in (Layer.CLAUSES, Layer.ANSWERS):
        of_layer = ((name, column) for name, column in found.items() if column.layer is layer)
        made.append(["*", *(f"{column.cast} AS {quoted(name, engine)}" for name, column in of_layer)])
    last = [quoted(name, engine) for name in keep]
    for name, column in found.items():
        written = f"{column.cast} AS " if column.layer is Layer.AMOUNTS else ""
        last.append(written + quoted(name, engine))
    return [*made, last]


def select(edition: Edition, source: str, *, keep: Sequence[str] = (), upto: Layer = Layer.AMOUNTS) -> str:
    """The SELECT, for DuckDB, of the answers' columns out of `source` (trusted SQL), with `keep` before them."""
    clauses, answers, last = (", ".join(each) for each in steps(edition, Engine.DUCKDB, keep, upto=upto))
    return f"SELECT {last} FROM (SELECT {answers} FROM (SELECT {clauses} FROM {source}))"


def quoted(name: str, engine: Engine) -> str:
    """A name of ours as an identifier of the engine."""
    return f"`{name}`" if engine is Engine.SPARK else f'"{name}"'


def _amount_trees(amount: Amount | None) -> tuple[Tree | None, ...]:
    if amount is None:
        return ()
    return (*(tree for tier in amount.tiers for tree in (tier.when, tier.each)), amount.at_most)


def whole(number: int) -> str:
    """A number as the engines' bigint."""
    return f"CAST({number} AS BIGINT)"


def nothing(kind: str) -> str:
    """NULL of a type."""
    return f"CAST(NULL AS {kind})"


def _factors(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Arithmetic) and tree.sign == "*":
        yield from _factors(tree.left)
        yield from _factors(tree.right)
    else:
        yield tree


class _Compiler:
    """Trees to the SQL of one engine, the edition's values as typed literals."""

    def __init__(self, edition: Edition, engine: Engine) -> None:
        self.edition = edition
        self.engine = engine

    def sql(self, tree: Tree) -> str:
        """The tree in SQL; what no fact enters is worked out here."""
        if not facts_of(tree):
            return self._settled(tree)
        match tree:
            case All(of):
                return f"({' AND '.join(self.sql(each) for each in of)})"
            case Any(of):
                return f"({' OR '.join(self.sql(each) for each in of)})"
            case Not(of):
                return f"(NOT {self.sql(of)})"
            case Compare(sign, Name(name, is_people=True), right):
                return self._people(sign, name, self.sql(right))
            case Arithmetic("*"):
                return self._product(tree)
            case Compare(sign, left, right) | Arithmetic(sign, left, right):
                return f"({self.sql(left)} {sign} {self.sql(right)})"
            case Share(of, percent):
                return self._share(of, percent)
            case Name(name, is_people=True):
                least, most = self._bounds(name)
                return f"(CASE WHEN {least} = {most} THEN {least} END)"
            case Name(name):
                return quoted(name, self.engine)
            case Constant(constant):
                return _constant(constant)

    def amount(self, amount: Amount) -> str:
        """The first tier that holds, unknown after one that may hold; then the cap; never below 0."""
        cases = []
        for tier in amount.tiers:
            when = "TRUE" if tier.when is None else self.sql(tier.when)
            cases.append(f"WHEN {when} THEN {self.sql(tier.each)}")
            if tier.when is not None:
                cases.append(f"WHEN ({when}) IS NULL THEN {nothing('BIGINT')}")
        found = f"(CASE {' '.join(cases)} ELSE {whole(0)} END)"
        if amount.at_most is not None:
            cap = self.sql(amount.at_most)
            found = f"(CASE WHEN {found} <= {cap} THEN {found} WHEN {found} > {cap} THEN {cap} END)"
        if all(self._is_never_below_zero(tier.each) for tier in amount.tiers) and amount.at_most is None:
            return found
        return f"(CASE WHEN {found} < {whole(0)} THEN {whole(0)} ELSE {found} END)"

    def _settled(self, tree: Tree) -> str:
        """A tree over parameters and constants alone, as one literal; NULL of its type where it is not known."""
        found = value(tree, self.edition.values)
        return nothing(self._type(tree)) if found is None else _constant(found)

    def _type(self, tree: Tree) -> str:
        match tree:
            case Name(name):
                named = self.edition.parameters.get(name)
                return SQL_TYPES[named.type if named else Type.DAY]
            case Arithmetic() | Share():
                return "BIGINT"
            case _:
                return "BOOLEAN"

    def _product(self, tree: Tree) -> str:
        """The factors multiplied; 0 where one of them is, though another be unknown."""
        factors = list(_factors(tree))
        product = f"({' * '.join(self.sql(each) for each in factors)})"
        can_be_unknown = [each for each in factors if self._known(each) is None]
        return product if len(can_be_unknown) < 2 else self._zero_or(product, can_be_unknown)

    def _share(self, of: Tree, percent: Tree) -> str:
        divided = "DIV" if self.engine is Engine.SPARK else "//"
        shifted = f"({self.sql(of)} * {self.sql(percent)} + {whole(SHIFT + 50)})"
        share = f"({shifted} {divided} {whole(100)} - {whole(SHIFT // 100)})"
        can_be_unknown = [each for each in (of, percent) if self._known(each) is None]
        return share if len(can_be_unknown) < 2 else self._zero_or(share, can_be_unknown)

    def _zero_or(self, otherwise: str, factors: Sequence[Tree]) -> str:
        zeros = " OR ".join(f"{self.sql(each)} = {whole(0)}" for each in factors)
        return f"(CASE WHEN {zeros} THEN {whole(0)} ELSE {otherwise} END)"

    def _known(self, tree: Tree) -> Value | None:
        """What a tree without facts comes to here."""
        return None if facts_of(tree) else value(tree, self.edition.values)

    def _is_never_below_zero(self, tree: Tree) -> bool:
        match tree:
            case Arithmetic("+" | "*", left, right) | Share(left, right):
                return self._is_never_below_zero(left) and self._is_never_below_zero(right)
            case Name(name, is_parameter=False):
                return self.edition.facts.household[name].least >= 0
            case _:
                known = self._known(tree)
                return (known is None and isinstance(tree, Name)) or (isinstance(known, int) and known >= 0)

    def _bounds(self, name: str) -> tuple[str, str]:
        least, most = people_columns(name)
        return quoted(least, self.engine), quoted(most, self.engine)

    def _people(self, sign: str, name: str, wanted: str) -> str:
        least, most = self._bounds(name)
        if sign == "<>":
            return f"(NOT {self._people('=', name, wanted)})"
        if sign in ("<", "<="):
            return f"(NOT {self._people('>=' if sign == '<' else '>', name, wanted)})"
        if sign == "=":
            holds = f"{least} = {wanted} AND {most} = {wanted}"
            fails = f"{least} > {wanted} OR {most} < {wanted}"
        else:
            holds = f"{least} {sign} {wanted}"
            fails = f"{most} {'<' if sign == '>=' else '<='} {wanted}"
        return f"(CASE WHEN {holds} THEN TRUE WHEN {fails} THEN FALSE END)"


def _constant(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return whole(value)
    return f"DATE '{value.isoformat()}'" if isinstance(value, date) else f"'{value}'"
