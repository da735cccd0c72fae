"""Results: what the assessment came to stands in derived rows; every count has its list; what came since is told."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum

from apps.reports.extracted import later, snapshot
from xinlu.assessment.measures.recognitions import tally_columns
from xinlu.casework.models import HouseholdFigures
from xinlu.casework.selectors.accounts import account_view
from xinlu.kernel import clock
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import lying_in
from xinlu.reports.by_helper import helpers_of
from xinlu.reports.models import AreaResult, HouseholdResult, Reckoning
from xinlu.reports.results import marks
from xinlu.reports.results.numbers import named, tables_of
from xinlu.reports.results.reckoning import Asked, next_close, quarter_ends, reckon
from xinlu.reports.results.selectors import counted_as, result_of, results_of, standing_reckoning

pytestmark = pytest.mark.django_db(transaction=True)


def reckoned(folder, *, quarters=0):
    with snapshot(folder) as found:
        return reckon(found, Asked(folder=folder / "results", day=clock.today(), quarters=quarters))


def miscounted(area):
    """Counts of the area that are not as many as the households behind them."""
    found = results_of(area)
    wrong = []
    for table in tables_of(found.figures, on=found.reckoning.day):
        for line in table.lines:
            for cell in line.cells:
                # Recognitions are counted by accounts, visits and benefits: their lists are of the households that have any.
                if cell.what and cell.what not in tally_columns():
                    listed = CurrentFile.objects.filter(lying_in(area)).filter(counted_as(cell.what)).count()
                    if listed != cell.value:
                        wrong.append((cell.what, cell.value, listed))
    return wrong


def test_the_results_are_what_the_figures_say_and_every_count_has_its_list(hamlets, tmp_path):
    assert standing_reckoning() is None and results_of(hamlets.yang.county) is None
    reckoning = reckoned(tmp_path, quarters=1)
    county, village = hamlets.yang.county, hamlets.near
    found = results_of(county)
    assert reckoning.is_whole and found.reckoning == reckoning and not reckoning.left_out
    sums = HouseholdFigures.objects.aggregate(
        claimed=Sum("claimed_fen"), low=Sum("recognised_low_fen"), heads=Sum("heads")
    )
    assert (found.figures["claimed_fen"], found.figures["low_fen"]) == (sums["claimed"], sums["low"])
    assert found.figures["people_reckoned"] == sums["heads"]
    assert found.figures["households"] == CurrentFile.objects.count() == HouseholdResult.objects.count()
    assert {area.code: miscounted(area) for area in (county, village, hamlets.far)} == {
        area.code: [] for area in (county, village, hamlets.far)
    }
    # Above the county stands the sum; the series ends with the day, and accounts of November were not there in September.
    above = results_of(Area.objects.get(code=county.codes[0]))
    assert above.figures["households"] == found.figures["households"] and above.figures["low_fen"] == sums["low"]
    assert [point.day for point in found.series] == [clock.today()]
    days = AreaResult.objects.filter(area=county).values_list("day", flat=True).order_by("day")
    assert list(days) == [date(2026, 9, 30), clock.today()]
    # A list that does not go with its count is noticed.
    row = HouseholdResult.objects.first()
    HouseholdResult.objects.filter(pk=row.pk).update(judged=row.judged ^ 0b1, marks=row.marks ^ 0b1110)
    assert miscounted(county)


def test_who_answers_is_told_at_once_and_counted_the_next_time(hamlets, tmp_path):
    reckoned(tmp_path)
    county = hamlets.yang.county
    before = results_of(county)
    assert (before.since.answered, before.since.accounts) == (0, 0)
    household = next(
        each.household
        for each in CurrentFile.objects.order_by("pk")
        if account_view(each.household) and account_view(each.household).figures.lines_unanswered
    )
    with later(5):
        lines = account_view(household).lines
        hamlets.answers(household, *[1 for _ in lines])
        own = HouseholdFigures.objects.get(household=household)
        assert own.recognised_low_fen == len(lines), "the household's own figure is reckoned at once"
        assert (results_of(county).since.answered, results_of(hamlets.far).since.answered) in ((1, 0), (1, 1))
        assert results_of(county).figures["low_fen"] == before.figures["low_fen"]
        reckoned(tmp_path)
        after = results_of(county)
        assert after.since.answered == 0 and after.figures["low_fen"] != before.figures["low_fen"]
    assert Reckoning.objects.count() == 1 and result_of(household).reckoning == after.reckoning


def test_the_series_does_not_know_what_was_said_later(hamlets, tmp_path):
    household = hamlets.household("户末", hamlets.near)
    hamlets.account(household, 500_000, 300_000)
    then = HouseholdFigures.objects.aggregate(claimed=Sum("claimed_fen"), low=Sum("recognised_low_fen"))
    with later(45 * 24 * 60):
        hamlets.answers(household, None, None)
        now = HouseholdFigures.objects.aggregate(low=Sum("recognised_low_fen"))["low"]
        reckoned(tmp_path, quarters=1)
    days = AreaResult.objects.filter(area=hamlets.yang.county).order_by("day").values_list("day", "figures")
    told = [(day, figures["claimed_fen"], figures["low_fen"]) for day, figures in days]
    assert now == then["low"] + 800_000
    assert told == [(date(2026, 12, 31), then["claimed"], then["low"]), (date(2027, 1, 7), then["claimed"], now)]


def test_a_reckoning_that_was_stopped_counts_nowhere(hamlets, tmp_path, monkeypatch):
    whole = reckoned(tmp_path)

    def stopped(self, reckoning):
        raise KeyboardInterrupt

    monkeypatch.setattr("xinlu.reports.results.reckoning._Found.household_rows", stopped)
    with pytest.raises(KeyboardInterrupt):
        reckoned(tmp_path)
    assert Reckoning.objects.count() == 2 and standing_reckoning() == whole
    monkeypatch.undo()
    assert reckoned(tmp_path) == standing_reckoning() and Reckoning.objects.count() == 1


def test_a_households_row_says_what_it_is_short_of(hamlets, tmp_path):
    reckoned(tmp_path)
    below = HouseholdFigures.objects.filter(recognised_standing="below")
    assert below.exists()
    for each in below:
        lacks = (each.line_fen - each.recognised_low_head_fen) * each.heads
        assert result_of(each.household).gap_fen == lacks
    others = HouseholdResult.objects.exclude(household__in=below.values("household"))
    assert set(others.values_list("gap_fen", flat=True)) == {None}
    county = results_of(hamlets.yang.county)
    assert county.figures["short"] == below.count() == county.costs["households"]
    assert county.costs["total_fen"] == sum(
        HouseholdResult.objects.filter(gap_fen__isnull=False).values_list("gap_fen", flat=True)
    )


def test_helpers_are_told_over_the_households_that_looked(hamlets):
    (own,) = [each for each in helpers_of(hamlets.yang.county) if each.helper == hamlets.yang.helper.pk]
    looked = HouseholdFigures.objects.filter(
        household__current__helper=hamlets.yang.helper, household__current__has_looked=True
    )
    assert own.looked == looked.count()
    if own.looked:
        sums = looked.aggregate(claimed=Sum("claimed_fen"), heads=Sum("heads"))
        assert own.claimed_head_fen == round(sums["claimed"] / sums["heads"])
    assert helpers_of(Area.objects.get(level=Level.COUNTY, code=hamlets.yang.county.code))


@pytest.mark.parametrize(
    ("day", "number", "ends"),
    [
        (date(2026, 11, 27), 2, [date(2026, 6, 30), date(2026, 9, 30)]),
        (date(2026, 1, 1), 1, [date(2025, 12, 31)]),
        (date(2026, 3, 31), 2, [date(2025, 9, 30), date(2025, 12, 31)]),
        (date(2026, 5, 5), 0, []),
    ],
)
def test_the_ends_of_quarters_before_a_day(day, number, ends):
    assert quarter_ends(day, number) == ends


@pytest.mark.parametrize(
    ("ended", "day", "closes"),
    [
        ([date(2025, 9, 30), date(2026, 9, 30)], date(2026, 11, 27), date(2027, 9, 30)),
        ([date(2023, 9, 30)], date(2026, 9, 30), date(2027, 9, 30)),
        ([], date(2026, 11, 27), date(2027, 11, 27)),
        ([date(2024, 2, 29)], date(2024, 3, 1), date(2025, 2, 28)),
    ],
)
def test_the_next_year_of_accounts_closes_after_the_day(ended, day, closes):
    assert next_close(ended, day) == closes


def test_a_count_is_known_by_its_name_or_not_at_all():
    criteria = ["house_guarantee", "at_risk"]
    assert marks.bits_of("at_risk:unknown", criteria) == {"judged": (0b1100, 0)}
    assert marks.bits_of("house_guarantee:not_met", criteria) == {"judged": (0b11, 0b10)}
    assert marks.bits_of("account", criteria) == {"marks": (1, 1)}
    for wrong in ("", "nonsense", "house_guarantee", "house_guarantee:perhaps", "water_guarantee:met", "account:met"):
        assert marks.bits_of(wrong, criteria) is None
    with pytest.raises(ValueError, match="do not fit"):
        marks.judged_of(None, ["x"] * 32)
    day = date(2026, 11, 27)
    assert named("house_guarantee:not_met", on=day).en == "Guarantees: A safe house, Not secured"
    assert named("nonsense", on=day) is None
    assert len(marks.MARKS) == len(set(marks.MARKS)) <= 63


def test_a_condition_without_results_is_none(db):
    assert counted_as("account") is None


def test_they_are_due_once_a_day_from_two_in_the_morning(hamlets, tmp_path):
    from datetime import timedelta

    from apps.conftest import NOON
    from xinlu.config.reckoning import are_due

    def due(hours):
        with clock.standing_at(NOON + timedelta(hours=hours)):
            return are_due()

    assert due(0), "never reckoned"
    reckoned(tmp_path)
    assert [due(hours) for hours in (0, 11, 13, 14.5, 24)] == [False, False, False, True, True]
    CurrentFile.objects.all().delete()
    Reckoning.objects.all().delete()
    assert not due(0), "nobody to reckon"


def test_the_server_reckons_once_a_day_beside_its_children(monkeypatch):
    from datetime import timedelta

    from apps.conftest import NOON
    from xinlu.config import keeping, reckoning, serving

    looks, started = [], []

    class Child:
        """Ends by itself after three days of looking every half hour."""

        returncode = 3

        def poll(self):
            looks.append(None)
            return self.returncode if len(looks) > 3 * 48 else None

    monkeypatch.setattr(keeping, "do_tick", lambda: None)
    monkeypatch.setattr(reckoning, "are_due", lambda: clock.now().hour >= 20)
    monkeypatch.setattr(serving.clock, "today", lambda: (NOON + timedelta(minutes=30 * len(looks))).date())
    monkeypatch.setattr(reckoning.clock, "now", lambda: NOON + timedelta(minutes=30 * len(looks)))
    monkeypatch.setattr(serving.time, "monotonic", lambda: 1_800.0 * len(looks))
    monkeypatch.setattr(serving.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(
        serving.subprocess, "Popen", lambda command, **how: started.append((clock.today(), command[-1]))
    )
    assert serving._watch([Child()]) == 3
    days = [NOON.date() + timedelta(days=each) for each in range(3)]
    assert started == [(day, "results") for day in days]
