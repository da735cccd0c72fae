"""What a file said, as the page shows it: columns to correct, choices, faults, changes; and what a person corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from xinlu.exchange.claims import period_of
from xinlu.exchange.models import Intake
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.desk.facts import in_a_row
from xinlu.pages.desk.intake_table import OF_PERSONS, as_written, without_numbers
from xinlu.pages.templatetags.look import said
from xinlu.sheets.grid import column_letter
from xinlu.sheets.headings import LINE, meanings

LISTED = 50
UNUSED = "unused"
EARLIEST_YEAR = 2000
OF_MONEY = ("total.", "ledger.", LINE)

OF = {
    "household": Words("户", "Household"),
    "person": Words("人", "Persons"),
    "place": Words("住在哪", "Where"),
    "total": Words("全年的总数", "Whole sums of a year"),
    "line": Words("一笔一笔的收支", "Kinds of income and cost"),
    "ledger": Words("一行一笔的账", "A ledger with a row a line"),
}
"""The groups in which meanings are offered, by what they are said of."""
OTHERS = Words(
    "这个文件是{name}交来的，收不收由{name}定。您要收，就自己把文件再交一次",
    "{name} handed this file in and decides about it. To bring it in yourself, hand the file in once more",
)


@dataclass(frozen=True)
class ColumnRow:
    """A column: what heads it, what it is taken for (`meaning`), what the form shows chosen, and why."""

    letter: str
    sheet: str
    heading: str
    plain: str
    meaning: str
    chosen: str
    why: str
    taken: int
    refused: int


@dataclass(frozen=True)
class ChoiceRow:
    """A question about the file that only a person can decide, its options, and the one chosen ("" for none yet)."""

    code: str
    cell: str
    words: str
    options: tuple[tuple[str, str], ...]
    answer: str
    chosen: str


@dataclass(frozen=True)
class Noted:
    """Something said of a place in the file: the cell, what stands there, and what is said of it."""

    cell: str
    words: str
    heading: str = ""
    written: str = ""
    more: tuple[str, ...] = ()


@dataclass
class Corrections:
    """What a person changed against what the file was read by."""

    columns: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    year: int | None = None
    wrong_year: str = ""

    @property
    def are_any(self) -> bool:
        return bool(self.columns or self.answers or self.year)


def taken_told(counts: Mapping[str, int]) -> str:
    """What becomes of the households that can be taken; nothing where there are none."""
    told = {"new": _("%(n)s new"), "changed": _("%(n)s changed"), "same": _("%(n)s as they stand")}
    return in_a_row(words % {"n": counts[name]} for name, words in told.items() if counts.get(name))


def to_decide_told(choices: int, proposals: int) -> str:
    """Where what a person has to decide is decided."""
    if choices and proposals:
        return _("%(here)s below, %(later)s once it is in") % {"here": choices, "later": proposals}
    return _("further down") if choices else _("once it is in")


def grouped_meanings() -> list[tuple[str, list[tuple[str, str]]]]:
    """All that a column can be taken for, in groups."""
    found: dict[str, list[tuple[str, str]]] = {of: [] for of in OF}
    for key, each in meanings().items():
        if each.of in found:
            found[each.of].append((key, said(each.name)))
    return [(said(OF[of]), options) for of, options in found.items()]


def columns_of(report: Mapping[str, Any], typed: Mapping[str, Any]) -> list[ColumnRow]:
    """The columns with what stands in the form now."""
    rows = []
    for each in report.get("columns", ()):
        meaning = each["meaning"].removeprefix("head.") or UNUSED
        rows.append(
            ColumnRow(
                letter=column_letter(each["column"]),
                sheet=each["sheet"],
                heading=each["heading"],
                plain=each["plain"],
                meaning=meaning,
                chosen=typed.get(f"column:{each['plain']}", meaning),
                why=said(Words(**each["why"])),
                taken=each["taken"],
                refused=each["refused"],
            )
        )
    return rows


def choices_of(report: Mapping[str, Any], intake: Intake, typed: Mapping[str, Any]) -> list[ChoiceRow]:
    """The choices, open ones first."""
    rows = []
    for each in report.get("choices", ()):
        answer = intake.answers.get(each["code"], "")
        options = tuple((code, said(Words(**words))) for code, words in each["options"].items())
        chosen = typed.get(f"answer:{each['code']}", answer)
        rows.append(ChoiceRow(each["code"], cell_of(each, report), told(each), options, answer, chosen))
    return sorted(rows, key=lambda row: bool(row.answer))


def year_of(report: Mapping[str, Any], intake: Intake) -> int:
    """The accounting year that its incomes will be written for."""
    return period_of(intake.year or report.get("year"), today=clock.today()).end.year


def has_money(report: Mapping[str, Any]) -> bool:
    """Whether any column tells money."""
    return any(each["meaning"].startswith(OF_MONEY) for each in report.get("columns", ()))


def corrections(typed: QueryDict, report: Mapping[str, Any], intake: Intake) -> Corrections:
    """What differs from how the file was read; of columns that are headed alike the one that was changed counts."""
    found = Corrections()
    for row in columns_of(report, {}):
        for value in typed.getlist(f"column:{row.plain}"):
            if row.plain and value != row.meaning and found.columns.get(row.plain, value) == value:
                found.columns[row.plain] = value
    for choice in choices_of(report, intake, {}):
        answer = typed.get(f"answer:{choice.code}", "")
        if answer != choice.answer and answer in dict(choice.options):
            found.answers[choice.code] = answer
    written, today = typed.get("year", "").strip(), clock.today()
    if written and written != str(year_of(report, intake)):
        if written.isdecimal() and EARLIEST_YEAR <= int(written[:9]) <= today.year:
            found.year = int(written)
        else:
            found.wrong_year = _("Write a year from %(first)s to %(last)s") % {
                "first": EARLIEST_YEAR,
                "last": today.year,
            }
    return found


def faults_of(report: Mapping[str, Any]) -> list[Noted]:
    """The first cells that cannot be taken."""
    hidden = {
        (each["sheet"], each["column"])
        for each in report.get("columns", ())
        if each["meaning"].removeprefix("head.") in OF_PERSONS
    }
    return [
        Noted(
            cell_of(each, report),
            told(each),
            each["heading"],
            as_written(each["written"], of_person=(each["sheet"], each["column"]) in hidden),
        )
        for each in _first(report, "faults")
    ]


def asked_of(report: Mapping[str, Any]) -> list[Noted]:
    """The first that read strangely and are taken all the same."""
    return [Noted(cell_of(each, report), told(each)) for each in _first(report, "asked")]


def changes_of(report: Mapping[str, Any]) -> list[Noted]:
    """The first households of which something will change, and what."""
    return [
        Noted(cell_of(each, report), each["head"], more=tuple(told(words) for words in each["changes"]))
        for each in _first(report, "changed")
    ]


def proposed_of(report: Mapping[str, Any]) -> list[Noted]:
    """The first that a person will have to decide once the file is in."""
    return [Noted(cell_of(each, report), told(each), each["head"]) for each in _first(report, "proposed")]


def skipped_of(report: Mapping[str, Any]) -> list[Noted]:
    """The first rows that are no entry."""
    return [Noted(cell_of(each, report), told(each)) for each in _first(report, "skipped")]


def cell_of(spot: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """Where something stands: the cell, or the row; its sheet too where the file has several that were understood."""
    sheets = {each["sheet"] for each in report.get("columns", ())}
    column, row = column_letter(spot["column"]), spot["row"]
    where = f"{column}{row}" if column else (_("row %(n)s") % {"n": row} if row else "")
    return where if {spot["sheet"]} == sheets or not spot["sheet"] else f"{spot['sheet']} {where}".strip()


def told(words: Mapping[str, Any]) -> str:
    """A sentence of the report in the reader's language, without numbers of persons."""
    return without_numbers(said(Words(words["zh"], words["en"])))


def _first(report: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    return report.get(name, ())[:LISTED]  # type: ignore[no-any-return]
