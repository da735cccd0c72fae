"""The demo county as it stands: what is planted is there, what is made up stays made up."""

import pytest

from apps.demo.tables import stored
from xinlu.casework.services.figures import rebuild_figures
from xinlu.demo import names
from xinlu.demo.county import is_made
from xinlu.demo.layout import LEAST_HOUSEHOLDS, LUKEWARM, Story, numbers_of
from xinlu.demo.planted import PLANTED
from xinlu.people.models import User
from xinlu.practice.idnumbers import check_id_number
from xinlu.records.models import LedgerEntry
from xinlu.records.selectors import kinds, verify
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.registry.services.current import rebuild_current

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

LEFT_ALONE = "YL-0028"
"""A plain household of an honest helper: of what goes wrong elsewhere nothing is planted here."""

WRONG = {
    "copied forward",
    "fork",
    "no helper",
    "one phone",
    "helper's card",
    "shop phone",
    "hand-over",
}


def test_it_is_there_with_as_many_households_as_asked_for():
    assert is_made()
    assert CurrentFile.objects.count() == LEAST_HOUSEHOLDS
    assert CurrentFile.objects.values("number").distinct().count() == LEAST_HOUSEHOLDS


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_what_is_planted_is_found_where_it_was_planted(planted):
    assert planted.where and planted.where <= planted.find()


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_a_finder_does_not_find_everything(planted):
    found = planted.find()
    of_helpers = any(not place.startswith("YL-") for place in planted.where)
    everything = (
        set(User.objects.filter(responsibilities__role="helper").values_list("username", flat=True))
        if of_helpers
        else set(CurrentFile.objects.values_list("number", flat=True))
    )
    assert found < everything


def test_an_honest_helpers_plain_household_shows_none_of_the_faults():
    assert {planted.name for planted in PLANTED if LEFT_ALONE in planted.find()} & WRONG == set()


def test_honest_helpers_neither_copy_nor_claim_visits_that_were_not():
    finders = {planted.name: planted.find for planted in PLANTED}
    assert finders["copied visits"]() <= LUKEWARM
    assert finders["denied visits"]() <= LUKEWARM


def test_every_id_number_is_of_no_county_and_passes_the_check_digit():
    persons = list(MemberVersion.objects.all())
    assert persons
    for person in persons:
        read = check_id_number(person.id_number)
        assert read.number.startswith("522699")
        assert (read.birth_date, read.sex) == (person.born_on, person.sex)


def test_no_two_people_share_an_id_number():
    numbers = {person.member: person.id_number for person in MemberVersion.objects.all()}
    assert len(set(numbers.values())) == len(numbers)


def test_names_are_a_common_surname_and_an_invented_given_name():
    told = {"杨秀英", "杨正明", "杨小军", "吴老根", "龙玉香", "潘晓燕"}
    given = {
        first + second
        for ones, others in (names.WOMEN, names.MEN, names.GIRLS, names.BOYS)
        for first in ones
        for second in others
    } | {"小禾"}
    drawn = set(MemberVersion.objects.values_list("name", flat=True)) - told
    assert drawn
    for name in drawn:
        assert name[0] in names.SURNAMES and name[1:] in given, name


def test_every_record_yields_its_digest_and_stands_in_the_ledger():
    records = [record for kind in kinds().values() for record in kind._default_manager.all()]
    assert all(map(verify, records))
    assert LedgerEntry.objects.count() == len(records) > 1500


def test_a_rebuild_changes_nothing():
    before = stored()
    rebuild_current()
    rebuild_figures()
    assert stored() == before


def test_the_household_of_the_walk_waits_for_this_years_account():
    row = CurrentFile.objects.select_related("household__figures").get(number=numbers_of(Story.YANG)[0])
    figures = row.household.figures
    assert (row.head_name, row.people, row.helper.username) == ("杨秀英", 3, "helper")
    assert (figures.period_end.year, figures.lines, figures.lines_recognised) == (2025, 12, 12)


def test_the_second_household_contests_three_of_twelve_lines_by_its_own_card():
    figures = CurrentFile.objects.get(number=numbers_of(Story.WU)[0]).household.figures
    assert (figures.lines, figures.lines_contested, figures.lines_unanswered, figures.lines_e2) == (12, 3, 0, 12)
    assert figures.claimed_standing == "above"
    assert figures.recognised_standing == "below"
