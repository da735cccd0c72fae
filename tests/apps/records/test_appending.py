import pytest

from apps.records.kinds import FIELDS
from xinlu.casework.models import IncomeLine, Visit
from xinlu.kernel.errors import Refusal
from xinlu.records.models import LedgerEntry
from xinlu.records.selectors import verify
from xinlu.records.services import Outcome, append, append_all

NEW, DUPLICATE = Outcome.NEW, Outcome.DUPLICATE


def refusal(action, *arguments):
    with pytest.raises(Refusal) as raised:
        action(*arguments)
    return raised.value


def test_the_same_record_again_is_a_duplicate(cast):
    visit = cast.record("visit")
    assert [append(visit), append(visit)] == [NEW, DUPLICATE]
    assert Visit.objects.count() == 1


def test_the_same_id_with_another_body_is_refused_and_nothing_changes(cast):
    visit = cast.record("visit")
    append(visit)
    other = cast.record("visit", id=visit.pk, heard="别的话")
    assert refusal(append, other).code == "record.id_taken"
    line = cast.record("income_line", id=visit.pk)
    assert refusal(append, line).code == "record.id_taken"
    assert Visit.objects.get().digest == visit.digest and not IncomeLine.objects.exists()


def test_a_record_changed_after_it_was_composed_is_refused(cast):
    visit = cast.record("visit")
    visit.heard = "别的话"
    assert refusal(append, visit).code == "record.digest"
    assert refusal(append_all, [visit]).code == "record.digest"
    assert not LedgerEntry.objects.filter(pk=visit.pk).exists()


def test_many_records_of_every_kind_are_stored_at_once_in_few_queries(cast, django_assert_max_num_queries):
    records = [cast.record(kind) for kind in sorted(FIELDS)]
    records += [cast.record("income_line", title=str(n)) for n in range(1_500)]
    with django_assert_max_num_queries(60):
        assert append_all(records) == [NEW] * len(records)
    assert IncomeLine.objects.count() == 1_501
    assert all(verify(type(record).objects.get(pk=record.pk)) for record in records[:20])
    assert LedgerEntry.objects.filter(kind="income_line").count() == 1_501


def test_of_many_records_those_already_here_and_those_named_twice_are_duplicates(cast):
    first, second = cast.record("visit"), cast.record("visit")
    append(first)
    assert append_all([second, first, second]) == [NEW, DUPLICATE, DUPLICATE]
    assert append_all([]) == []


@pytest.mark.parametrize("is_here", [True, False])
def test_of_many_records_one_with_a_taken_id_refuses_all(cast, is_here):
    first, other = cast.record("visit"), cast.record("income_line")
    changed = cast.record("visit", id=first.pk, heard="别的话")
    if is_here:
        append(first)
    refused = refusal(append_all, [other, changed] if is_here else [other, first, changed])
    assert refused.code == "record.id_taken"
    assert not IncomeLine.objects.exists() and not LedgerEntry.objects.filter(pk=other.pk).exists()
