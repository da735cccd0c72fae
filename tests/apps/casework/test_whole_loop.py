"""One household's loop from the helper's table to the county's two figures: the 83-year-old of the field report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from apps.conftest import NOON
from apps.yang import LINE_FEN, RECKONED_ON
from xinlu.casework.models import HouseholdFigures, IncomeLine
from xinlu.casework.selectors.accounts import account_view
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.answers import answer_line, take_back
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.periods import twelve_months_before
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel, Grade
from xinlu.recognition.models import Recognition
from xinlu.records.models import LedgerEntry, Withdrawal
from xinlu.reports.areas import area_figures


def figures(yang) -> HouseholdFigures:
    return HouseholdFigures.objects.get(household=yang.household)


def test_before_anybody_asked_her_nothing_is_recognised(yang):
    yang.reckon()
    row = figures(yang)
    assert (row.claimed_fen, row.claimed_head_fen) == (2_488_200, 829_400)
    assert (row.claimed_standing, row.recognised_standing) == ("above", "unanswered")
    assert row.recognised_low_fen == -143_000 and row.recognised_high_fen == 2_631_200
    assert (row.lines_recognised, row.lines_contested, row.lines_unanswered) == (0, 0, 12)


def test_three_contested_lines_part_the_two_figures_and_she_falls_below_the_line(yang):
    yang.reckon()
    yang.goes_through_the_account()
    row = figures(yang)
    assert (row.claimed_head_fen, row.recognised_low_head_fen) == (829_400, 766_333)
    assert row.recognised_low_fen == 2_299_000 and row.recognised_high_fen == 2_299_000 + 31_200
    assert row.line_fen == LINE_FEN
    assert (row.claimed_standing, row.recognised_standing) == ("above", "below")
    assert (row.lines_recognised, row.lines_contested, row.lines_unanswered) == (8, 3, 1)
    assert (row.lines_e1, row.lines_e2, row.lines_e3) == (0, 11, 0)


def test_the_county_sees_claimed_beside_recognised(yang):
    yang.reckon()
    assert area_figures(yang.county).claimed_head_fen is None, "nobody has looked: there is nothing to compare"
    yang.goes_through_the_account()
    county = area_figures(yang.county)
    assert (county.claimed_head_fen, county.recognised_low_head_fen, county.away_fen) == (829_400, 766_333, 63_067)
    assert (county.claimed_below, county.recognised_below, county.claimed_above_recognised_below) == (0, 1, 1)


def test_one_answer_is_taken_back_and_both_stay_to_be_read(yang):
    yang.reckon()
    yang.goes_through_the_account()
    contested = yang.line_views()["kin"].answer.record
    take_back(yang.household, recognition=contested.pk, channel=Channel.CARD, device="the-family-phone", card=yang.card)
    line = yang.line_views()["kin"]
    assert line.answer is None
    assert [each.withdrawn for each in line.given] == [True]
    assert figures(yang).lines_contested == 2 and figures(yang).lines_unanswered == 2
    assert Recognition.objects.filter(pk=contested.pk).exists() and Withdrawal.objects.count() == 1


def test_nobody_signs_for_her(yang):
    yang.reckon()
    before = (figures(yang).lines_unanswered, LedgerEntry.objects.count())
    line = yang.line_views()["children"].record
    with pytest.raises(Refusal) as refused:
        answer_line(
            yang.household,
            line=line.pk,
            shown_digest=line.digest,
            answer=Answer.RECOGNISED,
            channel=Channel.HELPER_DEVICE,
            device="the-helpers-phone",
            by=yang.helper,
            said_by=yang.helper.pk,
        )
    assert refused.value.code == "recognition.proxy" and "不能替" in refused.value.words.zh
    assert (figures(yang).lines_unanswered, LedgerEntry.objects.count()) == before


def test_a_child_does_not_speak_for_the_household(yang):
    yang.reckon()
    with pytest.raises(Refusal, match=r"recognition\.child"):
        yang.says("children", channel=Channel.HELPER_DEVICE, by=yang.helper, said_by=yang.member("杨小军"), card=None)


def test_on_the_helpers_phone_her_word_counts_and_is_graded_as_such(yang):
    yang.reckon()
    yang.says("rice", channel=Channel.HELPER_DEVICE, by=yang.helper, said_by=yang.member("杨秀英"), card=None)
    line = yang.line_views()["rice"]
    assert line.answer.graded.grade is Grade.E1 and line.answer.record.said_by_name == "杨秀英"


def test_the_helpers_phone_does_not_undo_what_she_said_with_her_card(yang):
    yang.reckon()
    yang.says("children", Answer.CONTESTED, own_fen=40_000)
    with clock.standing_at(NOON + timedelta(minutes=1)):
        yang.says("children", channel=Channel.HELPER_DEVICE, by=yang.helper, said_by=yang.member("杨秀英"), card=None)
    line = yang.line_views()["children"]
    assert line.answer.answer is Answer.CONTESTED and line.own_fen == 40_000
    assert len(line.given) == 2
    with pytest.raises(Refusal, match="withdraw_elsewhere"):
        take_back(
            yang.household,
            recognition=line.answer.record.pk,
            channel=Channel.HELPER_DEVICE,
            device="the-helpers-phone",
            by=yang.helper,
        )


def test_an_answer_to_what_was_not_shown_is_refused(yang):
    yang.reckon()
    with pytest.raises(Refusal, match="not_current"):
        yang.says("rice", shown_digest="0" * 64)
    assert not Recognition.objects.exists()


def test_not_so_without_an_amount_leaves_the_bounds_open(yang):
    yang.reckon()
    yang.says("kin", Answer.CONTESTED)
    row = figures(yang)
    assert row.lines_contested == 1 and row.recognised_high_fen == 2_631_200 and row.recognised_low_fen == -143_000


def test_cannot_remember_is_kept_and_recognises_nothing(yang):
    yang.reckon()
    yang.says("kin", Answer.UNSURE)
    assert yang.line_views()["kin"].is_unsure
    assert figures(yang).lines_unanswered == 12


def test_a_correction_keeps_ids_digests_and_answers_of_untouched_lines(yang):
    first = yang.reckon()
    yang.goes_through_the_account()
    second = write_account(yang.household, by=yang.helper, draft=yang.correction(first, children=40_000))
    kept = [before == after for before, after in zip(first.lines, second.lines, strict=True)]
    assert kept.count(False) == 1
    row = figures(yang)
    assert (row.lines_recognised, row.lines_contested, row.lines_unanswered) == (8, 3, 1)
    view = yang.line_views()["children"]
    assert view.carried and view.own_fen == 40_000, "the contest stays until she has looked at the corrected line"
    with clock.standing_at(NOON + timedelta(minutes=1)):
        yang.says("children")
    assert figures(yang).lines_contested == 2 and not yang.line_views()["children"].carried
    line = view.record
    assert line.supersedes == IncomeLine.objects.get(kind="children", income_fen=60_000).pk


def test_saving_what_changes_nothing_writes_no_version(yang):
    account = yang.reckon()
    ledger = LedgerEntry.objects.count()
    assert write_account(yang.household, by=yang.helper, draft=yang.correction(account)) == account
    assert LedgerEntry.objects.count() == ledger


def test_two_helpers_saving_one_account_at_once_are_both_kept_and_the_first_counts(yang):
    first = yang.reckon()
    hers = yang.correction(first, children=40_000)
    his = yang.correction(first, kin=0)
    saved = write_account(yang.household, by=yang.helper, draft=hers)
    with clock.standing_at(NOON + timedelta(minutes=1)):
        rival = write_account(yang.household, by=yang.other_helper, draft=his)
    view = account_view(yang.household)
    assert view.account == saved and view.forked and rival.supersedes == saved.supersedes
    assert figures(yang).account_forked and figures(yang).claimed_fen == 2_468_200


def test_the_branch_that_came_first_counts_on_after_somebody_writes_on_it(yang):
    first = yang.reckon()
    his = yang.correction(first, kin=0)
    saved = write_account(yang.household, by=yang.helper, draft=yang.correction(first, children=40_000))
    with clock.standing_at(NOON + timedelta(minutes=1)):
        write_account(yang.household, by=yang.other_helper, draft=his)
    with clock.standing_at(NOON + timedelta(minutes=2)):
        onward = write_account(yang.household, by=yang.helper, draft=yang.correction(saved, children=30_000))
    assert account_view(yang.household).account == onward and figures(yang).account_forked


def test_a_recognition_does_not_outlive_the_correction_of_its_line(yang):
    first = yang.reckon()
    yang.says("children")
    write_account(yang.household, by=yang.helper, draft=yang.correction(first, children=90_000))
    assert yang.line_views()["children"].answer is None


def test_a_contested_line_is_not_left_out_nor_hidden_behind_another_period(yang):
    first = yang.reckon()
    yang.says("kin", Answer.CONTESTED, own_fen=0)
    draft = yang.correction(first)
    without = replace(draft, lines=tuple(line for line in draft.lines if line.kind != "kin"))
    with pytest.raises(Refusal, match="contested_left_out"):
        write_account(yang.household, by=yang.helper, draft=without)
    with pytest.raises(Refusal, match="contested_before"):
        yang.reckon(period=twelve_months_before(NOON.date()))
    with clock.standing_at(NOON + timedelta(minutes=1)):
        yang.says("kin")
        write_account(yang.household, by=yang.helper, draft=without)


def test_an_account_counts_no_fewer_heads_than_the_file(yang):
    with pytest.raises(Refusal, match=r"account\.heads") as refused:
        yang.reckon(heads=2)
    assert "3" in refused.value.words.zh and refused.value.field == "heads"


def test_a_line_that_was_corrected_meanwhile_cannot_be_answered(yang):
    first = yang.reckon()
    old = yang.line_views()["children"].record
    write_account(yang.household, by=yang.helper, draft=yang.correction(first, children=50_000))
    with pytest.raises(Refusal, match="not_current"):
        yang.says("children", line=old.pk, shown_digest=old.digest)


@pytest.mark.parametrize("heads", [0, -3, 41])
def test_heads_that_cannot_be_are_refused_and_nothing_is_written(yang, heads):
    with pytest.raises(Refusal, match=r"account\.heads"):
        yang.reckon(heads=heads)
    assert LedgerEntry.objects.filter(kind="income_line").count() == 0


def test_an_account_without_lines_is_refused(yang):
    with pytest.raises(Refusal, match=r"account\.no_lines"):
        yang.reckon(lines=())


def test_a_second_account_of_the_same_period_is_no_silent_rival(yang):
    yang.reckon()
    with pytest.raises(Refusal, match=r"account\.exists"):
        yang.reckon()


def test_an_inspector_from_outside_gives_e3_and_others_may_not(yang):
    yang.reckon()
    yang.says("kin", channel=Channel.INSPECTOR, by=yang.inspector, said_by=yang.member("杨秀英"), card=None)
    assert yang.line_views()["kin"].answer.graded.grade is Grade.E3
    with pytest.raises(Refusal, match="not_inspector"):
        yang.says("rice", channel=Channel.INSPECTOR, by=yang.helper, said_by=yang.member("杨秀英"), card=None)


def test_the_day_of_reckoning_is_not_to_come(yang):
    with pytest.raises(Refusal, match=r"account\.reckoned_on"):
        yang.reckon(reckoned_on=RECKONED_ON.replace(year=2027))
