"""What is recorded of a helper's households, as plain values for the order of the day. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from xinlu.casework.models import HouseholdFigures, IncomeLine
from xinlu.income.totals import Side
from xinlu.kernel import clock
from xinlu.kernel.periods import Period, campaign_year
from xinlu.pages.field.order import Sides, Standing
from xinlu.parameters.selectors import PlaceValues
from xinlu.recognition.answers import Answer
from xinlu.recognition.models import Recognition
from xinlu.records.models import Household
from xinlu.registry.models import CurrentFile

COVERAGE = "visit_coverage_days"


def closed_year(today: date) -> Period:
    """The campaign year that closed last before `today`."""
    return campaign_year(today.year if today.month >= 10 else today.year - 1)


def standings_of(rows: Sequence[CurrentFile]) -> list[Standing]:
    """One standing a household, in the order of the rows."""
    today = clock.today()
    contested_at = _contested_at(row.household_id for row in rows)
    values = PlaceValues({code for row in rows for code in _codes(row)}, name=COVERAGE)
    days = {row.path: values.setting(COVERAGE, area_codes=_codes(row), on=today).value for row in rows}
    return [_standing(row, contested_at.get(row.household_id), days[row.path], today) for row in rows]


def figures_of(row: CurrentFile) -> HouseholdFigures | None:
    """The household's row of figures; None while nothing was reckoned or visited."""
    return getattr(row.household, "figures", None)


def head_name(household: Household) -> str:
    """The name by which the household goes."""
    return CurrentFile.objects.values_list("head_name", flat=True).get(household=household)


def _standing(row: CurrentFile, contested_at: datetime | None, coverage_days: int, today: date) -> Standing:
    figures = figures_of(row)
    if figures is None:
        return Standing(household=row.household_id, name=row.head_name, coverage_days=coverage_days, has_account=False)
    last = figures.last_visit_at
    return Standing(
        household=row.household_id,
        name=row.head_name,
        contested=figures.lines_contested,
        asked_since=bool(last and contested_at and last > contested_at),
        forked=figures.account_forked,
        unanswered=figures.lines_unanswered,
        answered=figures.lines - figures.lines_unanswered,
        days_away=max((today - last.astimezone(clock.PLACE).date()).days, 0) if last else None,
        coverage_days=coverage_days,
        has_account=figures.period_end is not None and figures.period_end >= closed_year(today).end,
        sides=_sides(figures),
    )


def _sides(figures: HouseholdFigures) -> Sides | None:
    if figures.claimed_head_fen is None or figures.recognised_low_head_fen is None or figures.line_fen is None:
        return None
    return Sides(
        claimed_fen=figures.claimed_head_fen,
        claimed_above=figures.claimed_standing == Side.ABOVE,
        recognised_fen=figures.recognised_low_head_fen,
        recognised_above=figures.recognised_low_head_fen >= figures.line_fen,
    )


def _contested_at(households: Iterable[UUID]) -> dict[UUID | None, datetime]:
    """When each household last said of a line that it is not so."""
    said = Recognition.objects.filter(
        household__in=list(households), target_kind=IncomeLine.KIND, answer=Answer.CONTESTED
    )
    return {each["household"]: each["at"] for each in said.values("household").annotate(at=Max("received_at"))}


def _codes(row: CurrentFile) -> tuple[str, ...]:
    return tuple(code for code in row.path.split("/") if code)
