"""An area's page and its sums: equal to what its households say one by one, and never a guess."""

from __future__ import annotations

import random

import pytest

from apps.pages.conftest import _static_files_in_their_rooms, without_second_factor  # noqa: F401
from apps.pages.desk_cast import make_desk
from apps.pages.desk_fixtures import desk, exported_rows  # noqa: F401
from apps.put_back import put_back
from xinlu.casework.models import HouseholdFigures
from xinlu.kernel.money import divided
from xinlu.people.models import Area
from xinlu.reports.areas import area_figures, figures_by_part


@pytest.fixture
def peopled(db, at_noon, without_second_factor):  # noqa: F811
    """Thirty households in three villages, some with accounts, some of those answered in part or wholly."""
    return make_peopled()


@put_back
def make_peopled():
    county = make_desk()
    draw = random.Random(11)
    for n in range(30):
        village = (county.yang.village, county.near, county.far)[n % 3]
        household = county.household(f"户{n}", village)
        if n % 5:
            amounts = [draw.randrange(1, 900_000) for _ in range(3)]
            county.account(household, *amounts)
            said = [draw.choice([None, amount // 2]) for amount in amounts]
            county.answers(household, *said[: n % 4])
    return county


def by_hand(area: Area) -> dict[str, object]:
    rows = list(HouseholdFigures.objects.filter(household__current__path__startswith=area.path))
    looked = [row for row in rows if row.lines_unanswered < row.lines]
    heads = sum(row.heads for row in looked)
    return {
        "with_account": sum(row.account_id is not None for row in rows),
        "looked": len(looked),
        "claimed_head_fen": divided(sum(row.claimed_fen for row in looked), heads),
        "recognised_low_head_fen": divided(sum(row.recognised_low_fen for row in looked), heads),
        "recognised_high_head_fen": divided(sum(row.recognised_high_fen for row in looked), heads),
        "claimed_below": sum(row.claimed_standing == "below" for row in rows),
        "recognised_below": sum(row.recognised_standing == "below" for row in rows),
        "recognised_above": sum(row.recognised_standing == "above" for row in rows),
        "recognised_unanswered": sum(row.recognised_standing == "unanswered" for row in rows),
    }


def shown(figures, names):
    return {name: getattr(figures, name) for name in names}


def test_the_sums_equal_those_over_the_households(peopled):
    for area in (peopled.yang.county, peopled.yang.village, peopled.near, peopled.far):
        expected = by_hand(area)
        assert shown(area_figures(area), expected) == expected


def test_a_figure_changed_behind_its_back_is_noticed(peopled):
    expected = by_hand(peopled.near)
    row = HouseholdFigures.objects.filter(
        household__current__village=peopled.near.code, lines_recognised__gt=0
    ).earliest("pk")
    HouseholdFigures.objects.filter(pk=row.pk).update(claimed_fen=row.claimed_fen + 100_000)
    assert shown(area_figures(peopled.near), expected) != expected


def test_the_parts_add_up_to_the_whole(peopled):
    whole, parts = area_figures(peopled.yang.county), figures_by_part(peopled.yang.county)
    for name in (
        "households",
        "people",
        "with_account",
        "looked",
        "claimed_below",
        "recognised_below",
        "without_helper",
    ):
        assert sum(getattr(part, name) for part in parts.values()) == getattr(whole, name)


def test_a_household_that_answers_nothing_is_not_counted_as_recognised(desk):  # noqa: F811
    household = desk.household("没看的", desk.near)
    desk.account(household, 2_000_000)
    figures = area_figures(desk.near)
    assert (figures.with_account, figures.looked) == (1, 0)
    assert figures.claimed_head_fen is None and figures.recognised_low_head_fen is None
    assert (figures.recognised_above, figures.recognised_below, figures.recognised_unanswered) == (0, 0, 1)
    page = desk.client("near").get(f"/desk/area/{desk.near.code}/").content.decode()
    assert "还没有一户看过账" in page
    desk.answers(household, None)
    assert area_figures(desk.near).recognised_above == 1


def test_the_page_shows_the_figures_and_each_leads_to_its_households(peopled):
    figures = area_figures(peopled.yang.county)
    page = peopled.client("chen").get("/desk/area/522699/").content.decode()
    link = '<a href="/desk/households/?area=522699&amp;recognised=below">{}</a>'
    assert link.format(figures.recognised_below) in page
    listed = peopled.client("chen").get("/desk/households/?area=522699&recognised=below").content.decode()
    assert f"{figures.recognised_below} 户" in listed


def test_the_exported_parts_are_those_of_the_page(peopled):
    response = peopled.client("chen").get("/desk/area/522699/?format=xlsx&sort=name")
    rows = exported_rows(response)
    parts = figures_by_part(peopled.yang.county)
    names = dict(Area.objects.filter(code__in=parts).values_list("name", "code"))
    assert {row[0] for row in rows[1:3]} == set(names)
    for row in rows[1:3]:
        assert row[1] == parts[names[row[0]]].households
        assert row[3] == parts[names[row[0]]].claimed_head_fen / 100


def test_the_ledger_is_sorted_by_any_column_both_ways(peopled):
    def order(sort):
        page = peopled.client("chen").get(f"/desk/area/522699/?sort={sort}").content.decode()
        body = page[page.index("<tbody>") :]
        return body.index("望云乡") < body.index("石门镇")

    assert order("households") != order("-households")
    assert order("-away") == order("") == order("nonsense")


def test_an_empty_area_says_so_and_what_to_do(desk):  # noqa: F811
    page = desk.client("tang").get(f"/desk/area/{desk.far.code}/").content.decode()
    assert "这里还没有记一户" in page and f"/desk/households/enter/?area={desk.far.code}" in page
    assert "/desk/households/enter/" not in desk.client("aud").get(f"/desk/area/{desk.far.code}/").content.decode()


def test_a_neighbours_area_does_not_answer(desk):  # noqa: F811
    assert desk.client("wu").get(f"/desk/area/{desk.near.code}/").status_code == 404
    assert desk.client("far").get("/desk/area/522699/").status_code == 404
    assert desk.client("wu").get("/desk/area/no-such/").status_code == 404
    assert desk.client("zhou").get(f"/desk/area/{desk.near.code}/").status_code == 403


def test_the_desk_opens_on_ones_own_area(desk):  # noqa: F811
    assert desk.client("wu").get("/desk/").headers["Location"] == f"/desk/area/{desk.yang.village.code}/"


def test_fewer_than_ten_asked_show_counts_and_no_percentage(desk):  # noqa: F811
    desk.account(household := desk.household("一户", desk.near), 900_000)
    desk.answers(household, None)
    page = desk.client("near").get(f"/desk/area/{desk.near.code}/").content.decode()
    assert "问得太少，不写百分比" in page and "100.0%" not in page
    for n in range(9):
        desk.account(household := desk.household(f"又{n}", desk.near), 900_000)
        desk.answers(household, None)
    assert "100.0%" in desk.client("near").get(f"/desk/area/{desk.near.code}/").content.decode()
