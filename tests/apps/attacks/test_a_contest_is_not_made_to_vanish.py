"""A helper who wants the figures to look good. What the household said is not so stays so until the household speaks again.

Refusing what the helper tries is as good as keeping the contest: each attempt may end in a Refusal.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from apps.pages.conftest import _static_files_in_their_rooms  # noqa: F401
from apps.pages.field_desk import at, later, logged_in
from xinlu.casework.models import HouseholdFigures
from xinlu.casework.selectors.accounts import current_account
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.answers import answer_visit
from xinlu.casework.services.evidence import note_staff_session
from xinlu.casework.services.undoing import withdraw_record
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.income.answers import Answer as State
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.periods import twelve_months_before
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.reports.areas import area_figures

CONTESTED = ("chicken", "children", "kin")


@pytest.fixture
def contested(yang):
    """Her account of which she contests three lines by her own card; claimed above the line, recognised below."""
    yang.reckon()
    yang.goes_through_the_account()
    _still_contested(yang)
    return yang


def _figures(yang):
    return HouseholdFigures.objects.get(household=yang.household)


def _still_contested(yang):
    county = area_figures(yang.county)
    assert _figures(yang).lines_contested == 3
    assert (county.looked, county.lines_contested, county.claimed_above_recognised_below) == (1, 3, 1)


def _by_a_fen(draft):
    nearly = {"chicken": 120_001, "children": 60_001, "kin": 90_001}
    return tuple(
        replace(line, quantity_milli=None, price_fen=None, amount_fen=nearly.get(line.kind))
        if line.kind in nearly
        else line
        for line in draft.lines
    )


def _by_another_title(draft):
    return tuple(replace(line, title="又叫这个") for line in draft.lines)


def _as_new_lines(draft):
    return tuple(replace(line, keeps=None) for line in draft.lines)


def _left_out(draft):
    return tuple(line for line in draft.lines if line.kind not in CONTESTED)


@pytest.mark.parametrize("change", [_by_a_fen, _by_another_title, _as_new_lines, _left_out])
def test_writing_contested_lines_a_little_differently_leaves_them_contested(contested, change):
    draft = contested.correction(current_account(contested.household))
    with later(), suppress(Refusal):
        write_account(contested.household, by=contested.helper, draft=replace(draft, lines=change(draft)))
    assert (_figures(contested).lines_contested, area_figures(contested.county).looked) == (3, 1)


def test_an_account_of_another_period_does_not_take_a_contested_one_out_of_the_county_s_figures(contested):
    with later(), suppress(Refusal):
        draft = contested.draft(period=twelve_months_before(clock.today()))
        write_account(contested.household, by=contested.helper, draft=draft)
    _still_contested(contested)


def test_a_fork_is_not_settled_in_favour_of_the_version_that_the_household_has_not_seen(yang):
    first = yang.reckon()
    with later():
        write_account(yang.household, by=yang.helper, draft=yang.correction(first, rice=126_001))
    yang.goes_through_the_account()
    with later(2), pytest.raises(Refusal, match="contested_left_out"):
        write_account(
            yang.household, by=yang.other_helper, draft=replace(yang.draft(), based_on=first.pk, note="另一本")
        )
    with later(2):
        unseen = write_account(yang.household, by=yang.other_helper, draft=yang.correction(first, kin=90_001))
    with later(3):
        logged_in(yang.helper).post(
            at(yang.household, "account/fork/"), {"kept": str(unseen.pk), "reason": "问过了，户里说这本对"}
        )
    assert _figures(yang).lines_contested == 3


def test_logging_in_on_the_family_s_phone_does_not_let_the_helper_s_phone_undo_what_her_card_said(contested):
    with later():
        note_staff_session("the-family-phone", session=logged_in(contested.helper).session)
    with later(2), suppress(Refusal):
        contested.says(
            "kin",
            channel=Channel.HELPER_DEVICE,
            card=None,
            device="the-helpers-phone",
            by=contested.helper,
            said_by=contested.member("杨正明"),
        )
    assert contested.line_views()["kin"].state is State.CONTESTED


def test_fewer_heads_than_the_file_has_do_not_lift_the_recognised_income_over_the_line(contested):
    draft = contested.correction(current_account(contested.household))
    with later(), suppress(Refusal):
        write_account(contested.household, by=contested.helper, draft=replace(draft, heads=1, note="有两口在外头"))
    assert area_figures(contested.county).recognised_below == 1


def test_a_visit_that_the_household_denies_is_no_coverage_and_stays_denied_when_it_is_withdrawn(yang):
    visit = record_visit(
        yang.household, by=yang.helper, began_at=clock.now(), minutes=40, place=Place.HOME, present=["杨秀英"]
    )
    answer_visit(
        yang.household,
        visit=visit.pk,
        shown_digest=visit.digest,
        answer=Answer.CONTESTED,
        channel=Channel.CARD,
        device="the-family-phone",
        card=yang.card,
    )
    county = area_figures(yang.county)
    assert (county.visited, county.never_visited) == (0, 1)
    with later(), suppress(Refusal):
        withdraw_record(visit, by=yang.helper, reason="点错了")
    figures = _figures(yang)
    assert (figures.visits_asked, figures.visits_came) == (1, 0)
