"""What is known of households, as an office's own form names it; a hundred at a time, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from xinlu.casework.drafts import BASIS_NAMES, Basis
from xinlu.casework.models import IncomeAccount, IncomeLine
from xinlu.casework.selectors.accounts import LineView, standing_accounts, viewed
from xinlu.casework.selectors.line_answers import answers_to
from xinlu.income.kinds import Source
from xinlu.income.totals import Figures, reckon
from xinlu.kernel import clock
from xinlu.kernel.clock import PLACE
from xinlu.kernel.money import yuan
from xinlu.kernel.words import Words
from xinlu.parameters.selectors import PlaceValues
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.idnumbers import masked
from xinlu.practice.vocabulary import VOCABULARY, CauseOfPoverty, Choice, Fuel, Relation, YesNo
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.standing import standing_many
from xinlu.sheets.own_forms import FormValue, FormValues
from xinlu.standards import load

HOUSEHOLDS_AT_ONCE = 100

_FILE_FACTS = (
    "number", "address", "main_cause", "further_causes", "house_area_m2", "house_structure", "house_year",
    "house_grade", "house_graded_on", "electricity", "fuels", "water", "market_distance_m", "note",
)  # fmt: skip
_MEMBER_FACTS = (
    "name", "relation", "sex", "born_on", "ethnic_group", "education", "schooling", "health", "labour", "migrant_work",
    "subsistence_allowance", "medical_insurance", "pension_insurance", "joined_on",
)  # fmt: skip
_LISTS: dict[str, type[Choice]] = {
    **VOCABULARY,
    "main_cause": CauseOfPoverty,
    "further_causes": CauseOfPoverty,
    "fuels": Fuel,
}
_LEVELS = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.GROUP)
_SOURCES = (Source.WAGES, Source.PRODUCTION, Source.PROPERTY, Source.TRANSFER, Source.PRODUCTION_COST)
_BOUNDS = Words("{low}～{high}", "{low} to {high}")

Said = Callable[[Words], str]


def form_values(
    rows: Sequence[CurrentFile], *, shows_numbers: Callable[[CurrentFile], bool], language: str
) -> Iterator[FormValues]:
    """What a form says of each of these households, in their order.

    ID, telephone and certificate numbers are masked unless `shows_numbers`.
    """

    def said(words: Words) -> str:
        return words.said(language)

    for start in range(0, len(rows), HOUSEHOLDS_AT_ONCE):
        some = rows[start : start + HOUSEHOLDS_AT_ONCE]
        ids = [row.household_id for row in some]
        names = _place_names(some)
        members = standing_many(MemberVersion, ids)
        accounts = _Accounts(some)
        for row in some:
            hide = _as_it_is if shows_numbers(row) else masked
            persons = [each for each in standing_members(members[row.household_id]) if lives_there(each)]
            told = [_person(each, hide, said) for each in persons]
            account = accounts.of(row)
            yield FormValues(
                title=row.head_name,
                household={**_household(row, hide, said, names), **_head(persons, told), **_money(account, said)},
                members=told,
                lines=[_line(each, said) for each in account[1]] if account else (),
            )


def _as_it_is(number: str) -> str:
    return number


def _place_names(rows: Sequence[CurrentFile]) -> dict[str, tuple[str, str]]:
    codes = {code for row in rows for code in row.path.split("/") if code}
    return {
        code: (level, name)
        for code, level, name in Area.objects.filter(code__in=codes).values_list("code", "level", "name")
    }


def _household(
    row: CurrentFile, hide: Callable[[str], str], said: Said, names: Mapping[str, tuple[str, str]]
) -> dict[str, FormValue]:
    file, figures = row.file, getattr(row.household, "figures", None)
    places = dict(names[code] for code in row.path.split("/") if code in names)
    found: dict[str, FormValue] = {str(level): places.get(level, "") for level in _LEVELS}
    found |= {
        "code": row.place_id,
        "people": row.people,
        "helper": row.helper.name if row.helper else "",
        "helper_since": row.helper_since,
        "status": next((said(each.label) for each in load().household_statuses if each.code == row.status), ""),
        "today": clock.today(),
    }
    if file:
        found |= {name: _fact(name, getattr(file, name), said) for name in _FILE_FACTS}
        found["phone"] = hide(file.phone)
    if figures:
        counts = ("lines", "lines_recognised", "lines_contested", "lines_unanswered")
        found |= {name: getattr(figures, name) for name in counts}
        found["last_visit_on"] = figures.last_visit_at.astimezone(PLACE).date() if figures.last_visit_at else None
    return found


def _person(record: MemberVersion, hide: Callable[[str], str], said: Said) -> dict[str, FormValue]:
    found = {name: _fact(name, getattr(record, name), said) for name in _MEMBER_FACTS}
    found["age"] = _age(record.born_on, clock.today())
    found["id_number"] = hide(record.id_number)
    found["disability_number"] = hide(record.disability_number)
    return found


def _head(persons: Sequence[MemberVersion], told: Sequence[Mapping[str, FormValue]]) -> dict[str, FormValue]:
    """What is known of the head; of a household without one, of who stands first."""
    heads = [each for record, each in zip(persons, told, strict=True) if record.relation == Relation.HEAD]
    head = next(iter([*heads, *told]), {})
    return {f"head.{name}": value for name, value in head.items()}


def _age(born_on: date | None, day: date) -> int | None:
    if born_on is None:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _fact(name: str, value: Any, said: Said) -> FormValue:
    """A stored fact as a form shows it: codes in words."""
    listed = _LISTS.get(name)
    if value is None or listed is None:
        return value  # type: ignore[no-any-return]
    if listed is YesNo:
        return said(YesNo.of(value).words)
    words = {choice.value: said(choice.words) for choice in listed}
    if isinstance(value, list):
        return said(Words("；", "; ")).join(words.get(code, str(code)) for code in value)
    return words.get(value, str(value))


class _Accounts:
    """The standing accounts of some households with their answers, under the rules of their places."""

    def __init__(self, rows: Sequence[CurrentFile]) -> None:
        found = standing_accounts([row.household_id for row in rows])
        self._accounts: dict[UUID, IncomeAccount] = {household: heads[0] for household, heads in found.items() if heads}
        lines = IncomeLine.objects.in_bulk([line for each in self._accounts.values() for line in _listed(each)])
        answers = answers_to(lines.values())
        self._lines = {
            household: [viewed(lines[pk], answers[pk]) for pk in _listed(account) if pk in lines]
            for household, account in self._accounts.items()
        }
        self._values = PlaceValues({code for row in rows for code in row.path.split("/") if code})

    def of(self, row: CurrentFile) -> tuple[IncomeAccount, list[LineView], Figures, int] | None:
        """Account, lines, figures and the line per head (fen); None where nothing is claimed."""
        account, lines = self._accounts.get(row.household_id), self._lines.get(row.household_id)
        if account is None or not lines:
            return None
        codes = tuple(code for code in row.path.split("/") if code)
        rules = self._values.counting_rules(codes, on=account.reckoned_on)
        figures = reckon([each.answered for each in lines], heads=account.heads, rules=rules.counts)
        return account, lines, figures, self._values.poverty_line(codes, on=account.period_end).fen


def _listed(account: IncomeAccount) -> list[UUID]:
    return [UUID(line) for line, _ in account.lines]


def _money(account: tuple[IncomeAccount, list[LineView], Figures, int] | None, said: Said) -> dict[str, FormValue]:
    """The account's figures, each as claimed and as recognised."""
    if account is None:
        return {}
    record, _, figures, line_fen = account
    found: dict[str, FormValue] = {
        "period_start": record.period_start,
        "period_end": record.period_end,
        "account_heads": record.heads,
        "line_fen": _yuan(line_fen),
    }
    found |= _sides("income", figures.claimed_fen, figures.recognised_low_fen, figures.recognised_high_fen, said)
    found |= _sides(
        "income_head",
        figures.claimed_head_fen,
        figures.recognised_low_head_fen,
        figures.recognised_high_head_fen,
        said,
    )
    found |= _sides("rigid", figures.rigid_claimed_fen, figures.rigid_low_fen, figures.rigid_high_fen, said)
    for each in figures.sources:
        if each.source in _SOURCES:
            spent = each.source.spends
            bounds = (each.recognised_low_fen, each.recognised_high_fen)
            low, high = sorted(-bound if spent else bound for bound in bounds)
            claimed = -each.claimed_fen if spent else each.claimed_fen
            found |= _sides(each.source.value, claimed, low, high, said)
    return found


def _sides(key: str, claimed_fen: int, low_fen: int, high_fen: int, said: Said) -> dict[str, FormValue]:
    both: FormValue = _yuan(low_fen)
    if low_fen != high_fen:
        both = said(_BOUNDS.filled(low=yuan(low_fen), high=yuan(high_fen)))
    return {
        f"{key}.claimed": _yuan(claimed_fen),
        f"{key}.recognised": both,
        f"{key}.recognised_low": _yuan(low_fen),
        f"{key}.recognised_high": _yuan(high_fen),
    }


def _line(view: LineView, said: Said) -> dict[str, FormValue]:
    record, spends = view.record, view.kind.source.spends
    return {
        "source": said(view.kind.source.words),
        "kind": said(view.kind.name),
        "title": record.title,
        "quantity": None if record.quantity_milli is None else Decimal(record.quantity_milli) / 1000,
        "unit": said(view.kind.unit) if view.kind.unit else "",
        "price_fen": _yuan(record.price_fen),
        "claimed.amount_fen": _yuan(record.cost_fen if spends else record.income_fen),
        "claimed.cost_fen": None if spends else _yuan(record.cost_fen or None),
        "claimed.net_fen": _yuan(record.income_fen - record.cost_fen),
        "answer": said(view.state.words),
        "recognised.net_fen": _yuan(_recognised_net(view)),
        "basis": said(BASIS_NAMES[Basis(record.basis)]),
    }


def _recognised_net(view: LineView) -> int | None:
    """The net figure that the household has settled on; None while it has not."""
    low, high = view.answered.low_fen, view.answered.high_fen
    return low if low == high and view.state != "unanswered" else None


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen).scaleb(-2)
