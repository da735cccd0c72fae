"""The same person twice at a desk: both entries side by side, decided by whoever writes the file, unseen by everybody else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.exchange.offices import id_number
from apps.pages import desk_fixtures
from apps.pages.desk_cast import TODAY
from xinlu.exchange.models import PeopleLook, SamePerson
from xinlu.exchange.services import same_people
from xinlu.registry.models import FileReading
from xinlu.registry.selectors.files import members_on
from xinlu.registry.services.members import write_member

desk = desk_fixtures.desk

PAGE = "/desk/same-people/"
NUMBER = id_number("19700511", 3)
DAY = "2026-10-01"
GIVEN = "一二三四五六七八九十百千"


def twice(desk, *, near=None, number=NUMBER, name="韦大山"):
    """Somebody entered in two households under one ID number."""
    homes = [desk.household(name, place) for place in (desk.yang.village, near or desk.near)]
    for home in homes:
        write_member(home, by=desk.users["wu"], said_by=name, member=head(home), id_number=number)
    return homes


def head(household):
    return members_on(household, TODAY)[0].member


def look(client, **more):
    return client.post(PAGE, {"look": "1", **more})


def text(response):
    return response.content.decode()


def decide(client, outcome, *, pair=None, **typed):
    pair = pair or SamePerson.objects.get()
    return client.post(
        PAGE,
        {"pair": pair.pk, "outcome": outcome, **{f"pair-{pair.pk}-{name}": value for name, value in typed.items()}},
    )


def test_before_anybody_has_looked_the_page_says_so_and_offers_it(desk):
    page = text(desk.client("shi").get(PAGE))
    assert 'class="empty"' in page and 'name="look"' in page and "还没有人" in page


def test_the_button_searches_and_both_entries_stand_side_by_side(desk):
    one, two = twice(desk)
    client = desk.client("shi")
    assert look(client).status_code == 302
    page = text(client.get(PAGE))
    for shown in (
        "身份证号一样",
        "姓名一样",
        "1960-01-01",
        "女",
        "对门坡村",
        "岩脚村",
        "户主",
        "吴春梅",
        "522699********0031"[:14],
    ):
        assert shown in page, shown
    assert NUMBER not in page
    assert f"/desk/household/{one.pk}/" in page and f"/desk/household/{two.pk}/" in page
    rows = dict(re.findall(r'<tr><th scope="row">([^<]+?) ?(<b.*?</b>)?<', page))
    assert rows["住在"] and not rows["姓名"], "only what differs is marked"


def test_one_person_leaves_the_household_that_was_chosen_from_the_day_that_was_given(desk):
    one, two = twice(desk)
    client = desk.client("shi")
    look(client)
    response = decide(client, "same", leaves=head(two), on=DAY, why="moved", reason="搬到对门坡了")
    assert response.status_code == 302
    assert [each.name for each in members_on(one, TODAY)] == ["韦大山"] and members_on(two, TODAY) == ()
    page = text(client.get(PAGE))
    assert "搬到对门坡了" in page and 'name="outcome"' not in page


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(desk):
    _one, two = twice(desk)
    client = desk.client("shi")
    look(client)
    response = decide(client, "same", on=DAY, reason="问过了")
    assert response.status_code == 200 and "哪一边不算" in text(response)
    assert "问过了" in text(response) and DAY in text(response)
    response = decide(client, "same", leaves=head(two))
    assert "从哪天起" in text(response) and SamePerson.objects.get().outcome == ""
    response = decide(client, "different")
    assert "是谁的号错了" in text(response)
    assert decide(client, "different", reason="对门坡那个的号错了").status_code == 302


def test_a_choice_that_is_none_and_a_pair_that_is_not_there_change_nothing(desk):
    twice(desk)
    client = desk.client("shi")
    look(client)
    assert decide(client, "no-such-thing").status_code == 200
    assert decide(client, "same", leaves="x", on="gestern").status_code == 200
    for named in ("x", "99999999999999999999999", "77"):
        assert client.post(PAGE, {"pair": named, "outcome": "different"}, follow=True).status_code == 200
    assert SamePerson.objects.get().outcome == ""


def test_a_village_sees_its_own_entry_and_of_the_other_only_that_there_is_one(desk):
    one, two = twice(desk)
    look(desk.client("shi"))
    client = desk.client("wu")
    page = text(client.get(PAGE))
    assert "韦大山" in page and "岩脚村" not in page and str(two.pk) not in page
    assert "在您管的范围以外" in page and 'value="different"' not in page
    decide(client, "different", reason="x")
    decide(client, "same", leaves=head(two), on=DAY)
    assert SamePerson.objects.get().outcome == "", "the other village's entry is not theirs to let go"
    assert decide(client, "same", leaves=head(one), on=DAY).status_code == 302
    assert members_on(one, TODAY) == () and len(members_on(two, TODAY)) == 1


@pytest.mark.parametrize("username", ["tang", "far"])
def test_desks_of_other_places_see_and_decide_nothing(desk, username):
    one, _two = twice(desk)
    look(desk.client("shi"))
    client = desk.client(username)
    page = text(client.get(PAGE))
    assert "韦大山" not in page and 'name="outcome"' not in page and "石峰" not in page
    decide(client, "same", leaves=head(one), on=DAY)
    assert SamePerson.objects.get().outcome == ""


@pytest.mark.parametrize("username", ["luo", "aud", "zhou"])
def test_inspectors_auditors_and_helpers_do_not_come_here(desk, username):
    twice(desk)
    look(desk.client("shi"))
    client = desk.client(username)
    assert client.get(PAGE).status_code == 403 and look(client).status_code == 403
    assert PeopleLook.objects.count() == 1


def test_the_county_sees_both_and_may_say_that_they_are_two(desk):
    one, _two = twice(desk, near=desk.far)
    client = desk.client("chen")
    look(client)
    page = text(client.get(PAGE))
    assert "对门坡村" in page and "半坡村" in page and 'value="different"' in page and 'value="same"' not in page
    decide(client, "same", leaves=head(one), on=DAY)
    assert SamePerson.objects.get().outcome == ""
    assert decide(client, "different", reason="两个人，号错了一个").status_code == 302


def test_nobody_has_another_area_searched(desk):
    twice(desk, near=desk.far)
    client = desk.client("wu")
    look(client, area=desk.far.code)
    assert PeopleLook.objects.get().area == desk.yang.village


def test_a_long_search_goes_to_the_background_and_is_not_begun_twice(desk, monkeypatch):
    monkeypatch.setattr(same_people, "AT_ONCE_PEOPLE", 1)
    later = []
    monkeypatch.setattr(same_people, "look_later", type("Task", (), {"enqueue": staticmethod(later.append)}))
    monkeypatch.setattr(same_people.transaction, "on_commit", lambda do: do())
    client = desk.client("shi")
    look(client)
    page = text(client.get(PAGE))
    assert len(later) == 1 and 'name="look"' not in page and "正在找" in page
    assert "正在找" in text(client.post(PAGE, {"look": "1"}, follow=True)) and len(later) == 1


def test_reading_a_pair_is_written_down_for_both_households(desk):
    one, two = twice(desk)
    client = desk.client("shi")
    look(client)
    client.get(PAGE)
    read = FileReading.objects.filter(page="desk:same_people").values_list("household", flat=True)
    assert set(read) == {one.pk, two.pk}


def test_the_pairs_of_one_household_alone(desk):
    one, _two = twice(desk)
    twice(desk, number=id_number("19800105", 5), name="石小芳")
    client = desk.client("shi")
    look(client)
    page = text(client.get(f"{PAGE}?household={one.pk}"))
    assert "韦大山" in page and "石小芳" not in page
    assert text(client.get(f"{PAGE}?household=x")).count('name="pair"') == 2


def test_what_speaks_for_one_person_stands_apart_from_what_speaks_against(desk):
    one, _two = twice(desk)
    client = desk.client("shi")
    look(client)
    assert "性别不一样" not in text(client.get(PAGE))
    write_member(one, by=desk.users["wu"], said_by="韦", member=head(one), sex="male")
    look(client)
    page = text(client.get(PAGE))
    against = re.search(r"不像的地方</b>：(.*?)</p>", page)
    assert against and "性别不一样" in against[1] and "姓名一样" not in against[1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_speaks_both_languages(desk, language):
    twice(desk)
    client = desk.client("shi")
    look(client)
    page = text(client.get(PAGE, headers={"accept-language": language}))
    assert ("One person: this entry goes" in page) is (language == "en")


def test_more_pairs_take_no_more_queries(desk):
    client = desk.client("shi")

    def queries():
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    twice(desk)
    look(client)
    before = queries()
    for n in range(12):
        twice(desk, number=id_number("19800105", n), name=f"石{GIVEN[n]}")
    look(client)
    assert queries() <= before
    assert text(client.get(PAGE)).count('name="pair"') == 13, "the counted page shows them"
