"""Records looked at column by column are cleaned, written out and stored as one by one, field by field."""

from __future__ import annotations

import json
import pickle
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import rfc8785
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.records.kinds import FIELDS, MADE_AT, TRICKY, Cast
from xinlu.casework.models import IncomeLine, Visit
from xinlu.kernel.errors import Refusal
from xinlu.practice.vocabulary import Relation
from xinlu.records.fields import EncryptedTextField
from xinlu.records.models import LedgerEntry
from xinlu.records.selectors import kinds, verify
from xinlu.records.services.cleaning import are_clean, clean
from xinlu.records.services.columns import columns_of
from xinlu.records.services.composing import freeze
from xinlu.records.services.freezing import canonical_of
from xinlu.records.services.new_records import NewRecords
from xinlu.records.services.storing import Frozen, _conversion, _converted, insert

KINDS = sorted(FIELDS)
ENVELOPE = {"id", "schema", "household", "area", "author", "salt", "digest"}
ODD = (
    None, "", " ", "x", TRICKY, "\x00", "a\x00", "\ud83d", "\udc75x", "字" * 61, "字" * 20_000, "字" * 20_001,
    True, False, 0, 1, -1, 7, 2**31, 2**53 - 1, 2**53, -(2**63), 2**63, 1.0, "1", "many", Relation.HEAD,
    date(2026, 3, 4), date(1, 2, 3), "2026-03-04", MADE_AT, MADE_AT.replace(tzinfo=None),
    datetime(2026, 3, 4, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=8))), "2026-03-04T09:02:03+08:00",
    datetime(1987, 9, 13, 1, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
    datetime(1987, 9, 13, 1, 30, fold=1, tzinfo=ZoneInfo("Asia/Shanghai")),
    UUID(int=5), str(UUID(int=5)), [], {}, (), [1], ["户", {"a": None}], [True], [1.5], ["\x00"], ["\ud83d"],
    {"户": 1}, ["字" * 20_001], [UUID(int=5)], (1, "b"), {"b": [1], "a": "\\u0000"},
)  # fmt: skip


def columns_that_vary(kind):
    return [field for field in kind._meta.concrete_fields if field.name not in ENVELOPE and not field.is_relation]


CAST = Cast.imagined()
SAMPLE = {kind: CAST.record(kind, id=UUID(int=1), salt=bytes(16)) for kind in KINDS}


def of(kind, changes=()):
    """A record of the kind with its sample fields and these changes by attribute, whatever they are."""
    record = type(SAMPLE[kind])()
    record.__dict__.update({name: value for name, value in vars(SAMPLE[kind]).items() if name != "_state"})
    record.__dict__.update(changes)
    return record


@st.composite
def some_alike(draw):
    """A few records of one kind, odd in one or two columns."""
    kind = draw(st.sampled_from(KINDS))
    names = [field.attname for field in columns_that_vary(kinds()[kind])]
    changes = st.dictionaries(st.sampled_from(names), st.sampled_from(ODD), max_size=2)
    return [of(kind, draw(changes)) for _ in range(draw(st.integers(1, 3)))]


def outcome(do, *arguments):
    try:
        return do(*arguments)
    except Refusal as refusal:
        return refusal.code, refusal.field, refusal.words
    except Exception as error:
        return type(error), str(error)


def cleaned(record):
    """The record's values as `clean` leaves them, or what it says; of each value also its type."""
    said = outcome(clean, record)
    return said or [(type(value), repr(value)) for name, value in vars(record).items() if name != "_state"]


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_alike())
def test_what_is_certain_to_be_clean_is_left_as_it_is_by_cleaning(records):
    before = [
        [(type(value), repr(value)) for name, value in vars(each).items() if name != "_state"] for each in records
    ]
    if are_clean(type(records[0]), columns_of(records)):
        assert [cleaned(each) for each in records] == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_are_certain_to_be_clean_and_an_odd_one_among_them_is_not(kind):
    assert are_clean(kinds()[kind], columns_of([of(kind), of(kind), of(kind)]))
    for field in columns_that_vary(kinds()[kind]):
        for odd in (object(), b"x", 1.5, "字" * 20_001, ["\x00"]):
            among = [of(kind), of(kind, {field.attname: odd}), of(kind)]
            assert not are_clean(kinds()[kind], columns_of(among)), (field.name, odd)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_alike())
def test_records_are_written_out_as_rfc8785_writes_what_they_freeze(records):
    columns = columns_of(records)
    assert outcome(canonical_of, records, columns) == outcome(
        lambda: [rfc8785.dumps(record.frozen()) for record in records]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_of_the_body_and_the_envelope_is_written_out(kind):
    """The negative of the test above: a field left out, or written as another's, would not be seen by its digest."""
    plain = canonical_of([of(kind)], columns_of([of(kind)]))
    names = [kinds()[kind]._meta.get_field(name).attname for name in kinds()[kind].BODY[1]]
    for name in (*names, "device", "household_id", "id", "made_at", "supersedes", "area_id", "author_id"):
        changed = of(kind, {name: "别的" if getattr(of(kind), name) != "别的" else "x"})
        assert canonical_of([changed], columns_of([changed])) != plain, name


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_alike())
def test_several_are_frozen_as_one_by_one_and_the_first_that_cannot_be_is_told_of(records):
    alone = [
        of(record.KIND, {name: value for name, value in vars(record).items() if name != "_state"}) for record in records
    ]
    one_by_one = outcome(lambda: [freeze([record]) for record in alone])
    together = outcome(freeze, records)
    if isinstance(one_by_one, tuple):
        assert together == one_by_one
    else:
        assert [record.digest for record in records] == [record.digest for record in alone]
        assert all(verify(record) for record in records)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_alike())
def test_values_are_stored_as_their_columns_prepare_them(records):
    if isinstance(outcome(freeze, records), tuple):
        return
    for field in type(records[0])._meta.concrete_fields:
        column = columns_of(records)[field.attname]
        stored, expected = outcome(quickly, column, field), outcome(prepared, column, field)
        if isinstance(stored, tuple) and isinstance(expected, tuple):
            assert stored == expected
        elif isinstance(field, EncryptedTextField):
            assert [field.from_db_value(each) for each in stored] == list(column.values)
        else:
            assert [repr(plain(each)) for each in stored] == [repr(plain(each)) for each in expected]


def quickly(column, field):
    return list(_converted(column, _conversion(field, connection.vendor)))


def prepared(column, field):
    return [field.get_db_prep_save(value, connection=connection) for value in column.values]


def plain(stored):
    """PostgreSQL's adapter wraps integers and JSON, and a memory view is the bytes that it shows."""
    if isinstance(stored, memoryview):
        return bytes(stored)
    if type(stored).__module__.startswith("psycopg"):
        inner = getattr(stored, "obj", None)
        return inner if isinstance(inner, bytes) else json.dumps(inner) if hasattr(stored, "obj") else int(stored)
    return str(stored) if isinstance(stored, str) else stored


def test_equal_numbers_are_sealed_each_in_its_own_way(cast):
    records = NewRecords(author=cast.helper)
    number = {**FIELDS["member"], "disability_number": "522699194302280011"}
    for nth in range(2):
        records.draw_up(kinds()["member"], household=cast.household, told_of=str(nth), **number)
    records.store()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, disability_number FROM registry_memberversion")
        sealed = [each for row in cursor.fetchall() for each in row]
    assert len(set(sealed)) == 4 and not any("5226991943" in each for each in sealed)
    assert {each.id_number for each in kinds()["member"].objects.all()} == {"522699194302280011"}


def test_what_was_frozen_is_what_is_stored_whatever_becomes_of_the_record(cast):
    records = NewRecords(author=cast.helper)
    account = records.draw_up(
        kinds()["income_account"], household=cast.household, told_of="", **deepcopy(FIELDS["income_account"])
    )
    records.freeze()
    account.note, account.heads = "别的话", 9
    account.lines.clear()
    records.store()
    stored = type(account).objects.get()
    assert verify(stored) and (stored.note, len(stored.lines)) == (TRICKY, 2)
    assert not verify(account)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_come_out_of_another_process_as_they_went_in(kind):
    sent = Frozen.of(kinds()[kind], freeze([of(kind), of(kind)]))
    there = pickle.loads(pickle.dumps(sent))
    assert there.kind is sent.kind and list(there.rows) == list(sent.rows) and list(there.ledger) == list(sent.ledger)
    assert [list(map(type, row)) for row in there.rows] == [list(map(type, row)) for row in sent.rows]


def test_a_record_that_cannot_be_stored_is_told_of_at_its_place_and_nothing_is_stored(cast):
    records = NewRecords(author=cast.helper)
    for place, kind, changes in (
        ("first", "income_line", {}),
        ("second", "visit", {"heard": "\x00"}),
        ("third", "income_line", {"basis": "字" * 17}),
    ):
        records.draw_up(kinds()[kind], household=cast.household, told_of=place, **{**FIELDS[kind], **changes})
    with pytest.raises(Refusal) as refused:
        records.store()
    assert (refused.value.code, refused.value.field) == ("record.nul", "second.heard")
    assert not LedgerEntry.objects.filter(kind__in=("visit", "income_line")).exists()


def test_new_records_know_whom_they_are_about_without_a_query(cast, django_assert_num_queries):
    records = NewRecords(author=cast.helper, device="phone-1")
    line = records.draw_up(IncomeLine, household=cast.household, told_of="", **FIELDS["income_line"])
    records.store()
    with django_assert_num_queries(0):
        assert (line.household, line.area, line.author) == (cast.household, None, cast.helper)
        assert not line._state.adding
    again = IncomeLine.objects.get(pk=line.pk)
    assert verify(again) and again.frozen() == line.frozen()
    assert LedgerEntry.objects.get(pk=line.pk).digest == line.digest


@pytest.mark.parametrize("wrong", [{"no_such": 1}, {"kind": "rice", "card": None}])
def test_a_field_that_a_kind_has_not_is_an_error_of_the_program(cast, wrong):
    with pytest.raises(TypeError):
        cast.record("income_line", **wrong)


def test_a_row_of_another_table_is_no_relation(cast):
    with pytest.raises(ValueError, match="card"):
        cast.record("card_revocation", card_id=None, card=cast.helper)


def test_a_row_in_the_way_is_an_integrity_error_and_leaves_the_old_one(cast):
    visit = cast.record("visit")
    insert([LedgerEntry(id=visit.pk, kind="visit", household=cast.household, digest=visit.digest, received_at=MADE_AT)])
    insert([visit])
    visit.heard = "别的话"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([visit])
    assert Visit.objects.get().heard == TRICKY


@pytest.mark.parametrize("rows", [1, 199, 200, 201, 405])
def test_rows_beyond_one_statement_all_arrive_in_their_places(cast, rows):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    insert([LedgerEntry(id=UUID(int=nth), kind=f"k{nth}", digest="d", received_at=at) for nth in range(1, rows + 1)])
    arrived = dict(LedgerEntry.objects.filter(digest="d").values_list("id", "kind"))
    assert arrived == {UUID(int=nth): f"k{nth}" for nth in range(1, rows + 1)}
