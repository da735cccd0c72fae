"""Hostile expressions and hostile YAML: refused in words or understood; never a crash, a hang, or anything evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from time import process_time

import duckdb
import pytest
import sqlglot
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.policy.small_world import edition, facts, policy, scope
from xinlu.policy.catalogue import read_texts
from xinlu.policy.duckdb_engine import bind
from xinlu.policy.faults import CatalogueError
from xinlu.policy.language import condition, money
from xinlu.policy.scanning import LanguageFault

MUTATED = 20_000
BATCH = 50
SECONDS_FOR_ONE = 1.0

CLAUSES = (
    "days >= 3", "NOT has_car AND grade IN ('a', 'b')", "income_per_head_fen < line_fen * percent", "pupils BETWEEN 1 AND few",
    "(people > 2 OR cost_fen * people >= rate_fen) AND seen_on < today", "days NOT IN (1, 2) OR has_light = FALSE", "-cost_fen + 3 > 0",
)  # fmt: skip
HOSTILE = (
    "(SELECT 1)", "EXISTS (SELECT * FROM households)", "; DROP TABLE households", "-- so", "/* so */", "#", "::int", "CAST(days AS int)", "count(*)",
    "read_csv('/etc/passwd')", "read_csv", "getenv('HOME')", "~ '(a+)+$'", "LIKE 'a%'", "SIMILAR TO 'a'", "households.days", '"days"', "`days`", "[1]", "{}", "$1", "?",
    "$$x$$", "E'\\x41'", "x'41'", "1e999", "0x10", "1_000", "NaN", "NULL", "IS NULL", "IS NOT DISTINCT FROM", "COLLATE nocase", "CASE WHEN TRUE THEN 1 END", "INTERVAL 1 DAY",
    "DATE '2026-01-01'", "ARRAY[1]", "STRUCT_PACK(a := 1)", "x -> x + 1", "ALL (SELECT 1)", "ANY", "UNION SELECT 1", "OVER ()", "FILTER (WHERE TRUE)", "ORDER BY 1",
    "LIMIT 1", "FROM households", "WHERE TRUE", "TRY_CAST", "AT TIME ZONE 'UTC'", "||", "<<", "&", "|", "^", "@", "**", "//", "!", "=>", "<=>", "==", ":=", "..", "\\",
    "dаys", "ｄａｙｓ", "days\u200b", "\u202edays", "‘a’", "＝", "≥", "－", "\x00", "\t", "\r\n", "\ufeff", "\ud800", "🏠", "(" * 10_000, ")" * 10_000, "NOT " * 5_000, "- " * 5_000,
    "days = " * 100, "'" * 999, "9" * 5_000, "a" * 5_000, "AND", "OR", "NOT", "IN", "BETWEEN", "TRUE", "(", ")", ",", "'", "'a'", "1", "*", "-", "=", "<>", "<",
)  # fmt: skip
LETTERS = st.text(
    st.sampled_from("days_car fen() <>=!*+-,'\"123;:.%/\\\n\t\x00аｄ≥ANDORNOT") | st.characters(), max_size=80
)


def outcome(text: str, reader: Callable[..., object] = condition) -> object:
    """What becomes of a text: its tree, or the fault; anything else that is raised ends the test."""
    begun = process_time()
    try:
        found = reader(text, scope())
    except LanguageFault as fault:
        assert fault.words.zh and fault.words.en and fault.instead.zh and fault.instead.en
        assert 1 <= fault.column <= len(text) + 1
        found = fault
    assert process_time() - begun < SECONDS_FOR_ONE, text[:80]
    return found


def mutated(chance: Random) -> str:
    """A clause changed in one to four places: something hostile put in, something cut, turned round or doubled."""
    text = chance.choice(CLAUSES)
    for _ in range(chance.randint(1, 4)):
        start, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        match chance.randint(0, 5):
            case 0 | 1:
                text = text[:start] + " " * chance.randint(0, 1) + chance.choice(HOSTILE) + text[start:]
            case 2:
                text = text[:start] + text[end:]
            case 3:
                text = text[:start] + text[start:end] * 2 + text[end:]
            case 4:
                text = text[:start] + chance.choice(CLAUSES) + text[end:]
            case _:
                words = text.split(" ")
                chance.shuffle(words)
                text = " ".join(words)
    return text


def test_twenty_thousand_mutated_clauses_are_refused_in_words_or_understood() -> None:
    chance = Random(20261125)
    kept: dict[str, object] = {}
    refused = 0
    for _ in range(MUTATED):
        text = mutated(chance)
        found = outcome(text, money if chance.random() < 0.1 else condition)
        if isinstance(found, LanguageFault):
            refused += 1
        else:
            kept[text] = found
    assert refused > MUTATED / 2
    assert len(kept) > 100
    # What was understood is bound by the engine as yes or no: the second lock agrees with the first.
    conditions = [text for text in kept if not isinstance(outcome(text), LanguageFault)]
    for start in range(0, min(len(conditions), 400), 20):
        bind(edition(*(policy(f"p{number}", [text]) for number, text in enumerate(conditions[start : start + 20]))))


@given(st.lists(LETTERS, min_size=1, max_size=BATCH))
@settings(max_examples=150, deadline=None)
def test_text_by_chance_is_refused_in_words_or_understood(texts: list[str]) -> None:
    for text in texts:
        outcome(text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_every_hostile_piece_is_refused_beside_a_clause_or_changes_no_meaning(hostile: str) -> None:
    for text in (f"days > 1 AND {hostile}", f"{hostile} days > 1", f"days > {hostile}", hostile):
        found = outcome(text)
        if not isinstance(found, LanguageFault):
            assert hostile in ("1", "TRUE", "-", "NOT", "\r\n", "\t"), text


def test_without_the_locks_hostile_text_would_be_evaluated() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE households AS SELECT 1 AS days")
        for text in (
            "days > 0 AND EXISTS (SELECT 1)",
            "days > 0 -- so",
            "getvariable('x') IS NULL",
            "households.days::int = 1",
        ):
            bare = sqlglot.parse_one(text, dialect="duckdb").sql(dialect="duckdb")
            assert connection.execute(f"SELECT {bare} FROM households").fetchall() == [(True,)]
            assert isinstance(outcome(text), LanguageFault)


CATALOGUE = """
parameters:
  - {name: line_fen, unit: fen, label: {zh: 标准, en: line}, values: []}
policies:
  - id: grant
    name: {zh: 补助, en: grant}
    short: {zh: 一句话。, en: One sentence.}
    source: {zh: 文件, en: document}
    seen_on: 2026-11-24
    standing: confirmed
    place: CN
    from: 2026-01-01
    clauses:
      - name: low
        says: {zh: "在{line_fen}以下", en: "below {line_fen}"}
        is: income_per_head_fen < line_fen
    amount: {per: year, tiers: [{each: line_fen * people, says: {zh: 钱, en: money}}]}
    where: {zh: 村里, en: the village}
"""
YAML_PIECES = (
    "&a ", "*a", "<<: *a", "!!python/object/apply:os.system ['true']", "!!python/name:os.system", "!!binary aGk=", "!!set {a}", "!x ", "!!str ", "? ", "- ", "{", "}", "[", "]", ": ",
    "[" * 5_000, "{a: " * 5_000, "- " * 5_000, "|", ">", "%YAML 1.1\n---\n", "---\n", "...\n", "\t", "\x00", "\ufeff", "é", "2026-13-45", "1:30", "0x10", "1e9", ".inf", ".nan", "yes", "on", "~",
    "{line_fen.__class__}", "{0}", "{line_fen!r}", "{line_fen:>999999999}", "{", "}}", "'", '"', "#", "9" * 5_000, "id: grant", "policies: []", "null", "{zh: }",
)  # fmt: skip


def read(text: str) -> object:
    """A catalogue, or the faults that it was refused for; anything else that is raised ends the test."""
    begun = process_time()
    try:
        found: object = read_texts({"hostile.yaml": text}, facts())
    except CatalogueError as wrong:
        assert wrong.faults and all(each.told.zh and each.told.en for each in wrong.faults)
        found = wrong
    assert process_time() - begun < SECONDS_FOR_ONE, text[:80]
    return found


def changed(chance: Random, text: str, pieces: Iterable[str]) -> str:
    for _ in range(chance.randint(1, 2)):
        start, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        piece = chance.choice(list(pieces))
        text = text[:start] + (piece if chance.random() < 0.7 else "") + text[start if chance.random() < 0.7 else end :]
    return text


def test_hundreds_of_changed_catalogues_are_refused_in_words_or_understood() -> None:
    chance = Random(7)
    outcomes = [read(changed(chance, CATALOGUE, YAML_PIECES)) for _ in range(500)]
    refused = sum(isinstance(each, CatalogueError) for each in outcomes)
    assert 250 < refused < 500
    assert not isinstance(read(CATALOGUE), CatalogueError)


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        ("parameters: &a []\npolicies: *a", "anchors"),
        ("parameters: []\npolicies: *a", "anchors"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", "anchors"),
        ("policies: !!python/object/apply:os.system ['true']", "tags"),
        ("policies: !!python/name:os.system", "tags"),
        ("policies: !own []", "tags"),
        ("<<: {policies: []}", "name of this field"),
        ("policies: []\npolicies: []", "said twice"),
        ("policies: " + "[" * 13 + "]" * 13, "too deep"),
        ("policies: " + "[" * 10_000, "too deep"),
        ("policies: [" + "x, " * 100_000 + "]", "too large"),
        ("policies: [1.5]", "not clear"),
        ("policies: {yes: 1}", "name of this field"),
        ("policies: [", "well-formed"),
        ("policies: \x00", "well-formed"),
        ("- policies", "mapping of fields"),
        ("", "mapping of fields"),
        ("rules: []", "no field “rules”"),
        ("--- {}\n--- {}", "well-formed"),
    ],
)  # fmt: skip
def test_hostile_yaml_is_refused_and_says_why(hostile: str, said: str) -> None:
    found = read(hostile)
    assert isinstance(found, CatalogueError)
    assert said in found.faults[0].told.en


def test_the_plain_loader_would_have_followed_anchors() -> None:
    assert yaml.safe_load("parameters: &a []\npolicies: *a") == {"parameters": [], "policies": []}
