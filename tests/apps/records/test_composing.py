import pytest

from apps.records.kinds import FIELDS, MADE_AT, TRICKY, Cast
from xinlu.casework.models import Visit
from xinlu.kernel.errors import Refusal
from xinlu.records.models import LedgerEntry
from xinlu.records.selectors import verify
from xinlu.records.services import Outcome, append, compose

LONGEST = 20_000


def refusal(cast, kind="visit", **changes):
    with pytest.raises(Refusal) as raised:
        cast.record(kind, **changes)
    return raised.value


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_a_record_of_every_kind_comes_back_from_the_database_as_it_was_said(cast, kind):
    record = cast.record(kind)
    assert append(record) is Outcome.NEW
    again = type(record).objects.get(pk=record.pk)
    assert again.frozen() == record.frozen()
    assert verify(again)
    entry = LedgerEntry.objects.get(pk=record.pk)
    assert (entry.kind, entry.digest, entry.household_id) == (kind, record.digest, record.household_id)


@pytest.mark.parametrize("text", [TRICKY, "👵🏽" * 5_000, "\U0002a6a5", " 前后空格 ", "\r\n\t\x01\x1f", "字" * LONGEST])
def test_text_is_kept_exactly(cast, text):
    visit = cast.record("visit", heard=text)
    append(visit)
    again = Visit.objects.get(pk=visit.pk)
    assert again.heard == text and verify(again)


def test_a_note_of_forty_thousand_characters_is_refused_with_its_length_before_the_database_sees_it():
    refused = refusal(Cast.imagined(), heard="字" * 40_000)
    assert (refused.code, refused.field) == ("record.text_too_long", "heard")
    assert "40,000" in refused.words.zh and "20,000" in refused.words.zh and "40,000" in refused.words.en


def test_length_is_counted_in_characters_not_in_bytes_or_halves():
    assert Cast.imagined().record("visit", heard="👵" * LONGEST).heard == "👵" * LONGEST
    assert refusal(Cast.imagined(), heard="👵" * (LONGEST + 1)).code == "record.text_too_long"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"heard": "ab\x00c"}, "record.nul", "heard"),
        ({"present": ["龙阿婆", "\x00"]}, "record.nul", "present"),
        ({"heard": "ab\ud83d"}, "record.half_character", "heard"),
        ({"present": ["\udc75"]}, "record.half_character", "present"),
        ({"device": "\x00"}, "record.nul", "device"),
        ({"present": ["字" * 20_001]}, "record.text_too_long", "present"),
        ({"others_present": "字" * 201}, "record.field", "others_present"),
        ({"minutes": -1}, "record.field", "minutes"),
        ({"minutes": "many"}, "record.field", "minutes"),
        ({"minutes": None}, "record.field", "minutes"),
        ({"place": ""}, "record.field", "place"),
        ({"device": "x" * 65}, "record.field", "device"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_both_languages_and_names_its_field(changes, code, field):
    refused = refusal(Cast.imagined(), **changes)
    assert (refused.code, refused.field) == (code, field)
    assert refused.words.zh and refused.words.en and refused.words.zh != refused.words.en


def test_the_place_of_a_nul_character_is_named():
    assert "3" in refusal(Cast.imagined(), heard="ab\x00c").words.zh


def test_a_number_that_json_does_not_keep_exactly_is_refused():
    cast = Cast.imagined()
    assert refusal(cast, "income_line", income_fen=2**53).code == "record.number_too_large"
    assert cast.record("income_line", income_fen=2**53 - 1).income_fen == 2**53 - 1


def test_a_float_and_a_moment_without_a_zone_are_errors_of_the_program():
    with pytest.raises(TypeError):
        Cast.imagined().record("visit", present=[1.5])
    with pytest.raises(ValueError, match="timezone-aware"):
        Cast.imagined().record("visit", began_at=MADE_AT.replace(tzinfo=None))


def test_what_is_typed_as_text_is_digested_as_the_column_gives_it_back(cast):
    visit = cast.record("visit", minutes="45", began_at="2026-03-04T09:02:03.456789+08:00")
    assert visit.minutes == 45
    append(visit)
    assert verify(Visit.objects.get(pk=visit.pk))


@pytest.mark.parametrize("both", [True, False])
def test_a_record_is_about_a_household_or_an_area(both):
    cast = Cast.imagined()
    about = {"household": cast.household, "area": cast.area} if both else {}
    with pytest.raises(Refusal) as raised:
        compose(Visit, author=None, **about, **FIELDS["visit"])
    assert raised.value.code == "record.about"
