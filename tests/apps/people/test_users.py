"""Who may stand where: logins, the posts that they hold, and the line that an inspector stands outside of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from apps.cast import HOME, OTHER_COUNTY, make_cast
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.people.models import Responsibility, User
from xinlu.people.roles import Role
from xinlu.people.selectors import actor_of, area_called, logins_like
from xinlu.people.services.users import create_user, end_responsibility, give_responsibility, set_password

pytestmark = pytest.mark.django_db
PASSWORD = "Shan-lu-2026"


@pytest.fixture
def county(at_noon):
    return make_cast()


@pytest.fixture
def someone(county):
    return create_user(username="someone", name="某人")


def refusal(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value


def test_a_new_login_may_do_nothing_yet(db):
    login = create_user(username=" new ", name="新人", password=PASSWORD)
    assert actor_of(login).roles == frozenset()
    assert login.check_password(PASSWORD) and login.username == "new"


@pytest.mark.parametrize(
    ("username", "name", "password", "code", "field"),
    [
        ("", "名", PASSWORD, "user.name_missing", "username"),
        ("new", " ", PASSWORD, "user.name_missing", "name"),
        ("a b", "名", PASSWORD, "user.login_with_space", "username"),
        ("x" * 61, "名", PASSWORD, "user.name_too_long", "username"),
        ("new", "名\u0000", PASSWORD, "user.name_too_long", "name"),
        ("HELPER", "名", PASSWORD, "user.login_taken", "username"),
        ("new", "名", "12345678", "user.password_weak", "password"),
        ("new", "名", "short", "user.password_weak", "password"),
    ],
)
def test_a_login_that_cannot_be_is_refused_at_its_field(county, username, name, password, code, field):
    before = User.objects.count()
    said = refusal(create_user, username=username, name=name, password=password)
    assert (said.code, said.field) == (code, field)
    assert User.objects.count() == before


def test_a_login_without_a_password_lets_nobody_in(county):
    assert not create_user(username="new", name="新人").has_usable_password()


def test_a_weak_new_password_leaves_the_old_one(someone):
    set_password(someone, password=PASSWORD)
    assert refusal(set_password, someone, password="password").field == "password"
    someone.refresh_from_db()
    assert someone.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.TOWNSHIP, HOME),
        (Role.VILLAGE, "522698100"),
        (Role.COUNTY, "5226"),
        (Role.HELPER, "52"),
        (Role.INSPECTOR, "52"),
    ],
)
def test_a_role_does_not_stand_at_every_level(county, someone, role, code):
    assert refusal(give_responsibility, someone, role=role, area=county.areas[code]).code == "responsibility.level"


@pytest.mark.parametrize("code", [HOME, "522698100", "522698"])
def test_a_helper_may_answer_for_a_village_a_township_or_a_county(county, someone, code):
    give_responsibility(someone, role=Role.HELPER, area=county.areas[code])
    assert actor_of(someone).roles == {Role.HELPER}


def test_an_operator_has_no_area_and_everybody_else_needs_one(county, someone):
    assert refusal(give_responsibility, someone, role=Role.OPERATOR, area=county.areas[HOME]).field == "area"
    assert refusal(give_responsibility, someone, role=Role.VILLAGE, area=None).field == "area"


@pytest.mark.parametrize(
    ("held", "code"), [(Role.VILLAGE, HOME), (Role.TOWNSHIP, "522698100"), (Role.COUNTY, "522698")]
)
@pytest.mark.parametrize("inspected", [HOME, "522698100", "522698", "5226"])
def test_an_inspector_holds_no_other_post_in_its_line(county, someone, held, code, inspected):
    give_responsibility(someone, role=held, area=county.areas[code])
    said = refusal(give_responsibility, someone, role=Role.INSPECTOR, area=county.areas[inspected])
    assert said.code == "responsibility.own_line"
    assert county.areas[code].name in said.words.zh


def test_the_line_is_closed_in_the_other_order_too(county, someone):
    give_responsibility(someone, role=Role.INSPECTOR, area=county.areas["522698"])
    said = refusal(give_responsibility, someone, role=Role.HELPER, area=county.areas[HOME])
    assert said.code == "responsibility.own_line"


def test_an_inspector_may_hold_a_post_in_another_line_or_at_another_time(county, someone):
    today = clock.today()
    give_responsibility(someone, role=Role.VILLAGE, area=county.areas[OTHER_COUNTY])
    give_responsibility(
        someone, role=Role.HELPER, area=county.areas[HOME], since=date(2024, 1, 1), until=today - timedelta(days=1)
    )
    give_responsibility(someone, role=Role.INSPECTOR, area=county.areas["522698"])
    give_responsibility(someone, role=Role.INSPECTOR, area=county.areas[HOME])
    assert Role.INSPECTOR in actor_of(someone).roles


def test_a_post_is_not_held_twice_at_once(county):
    helper = county.logins[Role.HELPER]
    said = refusal(give_responsibility, helper, role=Role.HELPER, area=county.areas[HOME])
    assert said.code == "responsibility.held"


def test_a_post_does_not_end_before_it_begins(county, someone):
    said = refusal(
        give_responsibility,
        someone,
        role=Role.HELPER,
        area=county.areas[HOME],
        since=date(2026, 5, 2),
        until=date(2026, 5, 1),
    )
    assert said.field == "until"


def test_nobody_gives_themselves_a_post(county):
    operator = county.logins[Role.OPERATOR]
    said = refusal(give_responsibility, operator, role=Role.COUNTY, area=county.areas["522698"], by=operator)
    assert said.code == "responsibility.to_oneself"


def test_a_post_holds_from_its_first_to_its_last_day_and_not_beyond(county, someone):
    today = clock.today()
    give_responsibility(someone, role=Role.VILLAGE, area=county.areas[HOME], since=today, until=today)
    assert actor_of(someone).roles == {Role.VILLAGE}
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert actor_of(someone).roles == frozenset()
    with clock.standing_at(clock.now() - timedelta(days=1)):
        assert actor_of(someone).roles == frozenset()


def test_an_ended_post_no_longer_holds_today_and_its_past_stays(county):
    helper = county.logins[Role.HELPER]
    end_responsibility(helper.responsibilities.get())
    assert actor_of(helper).roles == frozenset()
    assert helper.responsibilities.get().until == clock.today() - timedelta(days=1)
    assert refusal(end_responsibility, helper.responsibilities.get()).code == "responsibility.ended"


def test_a_post_given_by_mistake_today_is_taken_back_altogether(county, someone):
    post = give_responsibility(someone, role=Role.VILLAGE, area=county.areas[HOME])
    end_responsibility(post)
    assert not Responsibility.objects.filter(user=someone).exists()


def test_an_area_is_found_by_code_or_by_a_name_that_only_one_has(county):
    assert area_called(HOME) == area_called("翠鸟村") == county.areas[HOME]
    assert refusal(area_called, "没有村").code == "area.unknown"
    county.areas[OTHER_COUNTY].name = "翠鸟村"
    county.areas[OTHER_COUNTY].save()
    said = refusal(area_called, "翠鸟村")
    assert said.code == "area.several" and OTHER_COUNTY in said.words.zh


def test_logins_are_listed_with_the_posts_of_today_in_two_questions(county, django_assert_num_queries):
    end_responsibility(county.logins[Role.VILLAGE].responsibilities.get())
    with django_assert_num_queries(2):
        found = {login.username: [post.role for post in login.responsibilities.all()] for login in logins_like("")}
    assert found["helper"] == ["helper"] and found["village"] == []
