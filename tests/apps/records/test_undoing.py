import pytest

from apps.records.kinds import CARD, MADE_AT, OTHER
from xinlu.casework.models import Visit
from xinlu.kernel.errors import Refusal
from xinlu.recognition.models import Card
from xinlu.records.models import Erasure, Household, LedgerEntry, Withdrawal
from xinlu.records.selectors import verify
from xinlu.records.services import Outcome, append, erase, withdraw

GROUND = "个人信息保护法第四十七条"


def refusal(action, *arguments, **named):
    with pytest.raises(Refusal) as raised:
        action(*arguments, **named)
    assert raised.value.words.zh and raised.value.words.en
    return raised.value.code


@pytest.fixture
def visit(cast):
    visit = cast.record("visit")
    append(visit)
    return visit


def test_a_withdrawal_names_what_it_takes_back_by_id_and_digest(cast, visit):
    withdrawal = withdraw(visit, author=None, reason="没来过", channel="card", device="phone-9")
    row = Withdrawal.objects.get()
    assert (row.target, row.target_digest, row.channel, row.device) == (visit.pk, visit.digest, "card", "phone-9")
    assert row == withdrawal and verify(row) and row.household == cast.household
    assert Visit.objects.filter(pk=visit.pk).exists()


def test_a_second_withdrawal_and_one_of_something_unknown_are_refused(cast, visit):
    withdrawal = withdraw(visit, author=cast.helper)
    assert refusal(withdraw, visit, author=cast.helper) == "withdrawal.again"
    assert refusal(withdraw, withdrawal, author=cast.helper) == "withdrawal.of_an_undoing"
    assert refusal(withdraw, cast.record("visit"), author=cast.helper) == "record.unknown"
    assert Withdrawal.objects.count() == 1


def test_a_withdrawal_by_a_stranger_does_not_keep_the_household_from_its_own(cast, visit):
    stranger = Household.objects.create(entered_at=MADE_AT)
    append(cast.record("withdrawal", household=stranger, target=visit.pk))
    assert withdraw(visit, author=None).target == visit.pk


def test_an_erasure_takes_row_and_salt_and_leaves_id_and_digest(cast, visit):
    erasure = erase(visit.pk, author=cast.helper, legal_ground=GROUND)
    assert not Visit.objects.filter(pk=visit.pk).exists()
    entry = LedgerEntry.objects.get(pk=visit.pk)
    assert (entry.kind, entry.digest) == ("visit", visit.digest)
    row = Erasure.objects.get()
    assert row == erasure and verify(row)
    assert (row.target, row.target_kind, row.legal_ground, row.author) == (visit.pk, "visit", GROUND, cast.helper)


def test_an_erased_record_that_is_sent_again_stays_erased(cast, visit):
    erase(visit.pk, author=cast.helper, legal_ground=GROUND)
    assert append(visit) is Outcome.DUPLICATE
    assert not Visit.objects.exists()


def test_a_second_erasure_an_unknown_id_and_a_missing_ground_are_refused(cast, visit):
    assert refusal(erase, visit.pk, author=cast.helper, legal_ground=" ") == "erasure.no_ground"
    assert refusal(erase, OTHER, author=cast.helper, legal_ground=GROUND) == "record.unknown"
    erasure = erase(visit.pk, author=cast.helper, legal_ground=GROUND)
    assert refusal(erase, visit.pk, author=cast.helper, legal_ground=GROUND) == "erasure.again"
    assert refusal(erase, erasure.pk, author=cast.helper, legal_ground=GROUND) == "erasure.of_an_erasure"
    assert Erasure.objects.count() == 1


def test_what_other_records_still_name_is_not_erased(cast):
    append(cast.record("card_handover"))
    assert refusal(erase, CARD, author=cast.helper, legal_ground=GROUND) == "erasure.still_named"
    assert Card.objects.filter(pk=CARD).exists() and not Erasure.objects.exists()
