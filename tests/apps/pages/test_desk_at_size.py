"""What keeps the desks quick over a large county changes nothing of what they show, and to whom."""

from __future__ import annotations

import re
from datetime import timedelta
from random import Random

import pytest
from django.db.models import Q

from apps.conftest import NOON
from apps.pages.desk_fixtures import desk, exported_rows  # noqa: F401
from apps.yang import area, login
from xinlu.pages.desk.filters import ONLY, SORTS, Filters
from xinlu.pages.desk.paging import ListPages
from xinlu.pages.desk.reach import area_paths, reachable, reachable_villages
from xinlu.people.access import TABLE, Action, Scope
from xinlu.people.models import User
from xinlu.people.roles import Level, Role
from xinlu.people.selectors import actor_of
from xinlu.records.models import Household
from xinlu.registry.models import CurrentFile
from xinlu.registry.readings import found_by, searchable
from xinlu.registry.selectors.households import households_within, lying_in
from xinlu.registry.services.assignments import assign_helper

SINCE = NOON - timedelta(days=90)


def by_paths(actor, action):
    """The households within reach, as the paths of the posts alone say it."""
    within = Q(pk__in=())
    for path in area_paths(actor, action):
        within |= Q(path__startswith=path)
    if any(TABLE[action].get(post.role) is Scope.ASSIGNED for post in actor.posts):
        within |= Q(helper=actor.user_id)
    return CurrentFile.objects.filter(within)


@pytest.fixture
def county(desk):  # noqa: F811
    """Households in every village and one in a group, some of a helper, and a login of every kind of post."""
    group = area(f"{desk.near.code}01", "一组", Level.GROUP, desk.near)
    for n, place in enumerate((desk.near, group, desk.far, desk.far)):
        desk.household(f"户{n}", place, helper=desk.users["zhou"] if n == 1 else None)
    province = desk.yang.county.parent
    if province is not None:
        login("province", "省里的人", Role.AUDITOR, province)
    return desk


def test_everybody_reaches_exactly_what_the_paths_of_their_posts_say(county):
    told = set()
    for user in User.objects.all():
        for action in Action:
            actor = actor_of(user)
            found = set(reachable(actor, action).values_list("pk", flat=True))
            assert found == set(by_paths(actor, action).values_list("pk", flat=True)), (user, action)
            villages = {row.village for row in by_paths(actor, action)}
            assert {code for code, _name, _township in reachable_villages(actor, action)} == villages, (user, action)
            told.add(frozenset(found))
    assert len(told) > 4, "the cast reaches too little to tell one reach from another"


def test_every_area_holds_the_households_whose_paths_lie_in_it(county):
    for place in {row.place for row in CurrentFile.objects.select_related("place")}:
        for code in place.codes:
            whole = type(place).objects.get(code=code)
            expected = set(households_within(whole.path).values_list("pk", flat=True))
            assert set(CurrentFile.objects.filter(lying_in(whole)).values_list("pk", flat=True)) == expected != set()


@pytest.fixture
def many(desk):  # noqa: F811
    """A hundred and thirty rows of the list with whatever may stand in them, or be absent."""
    draw, rows = Random(5), []
    for n in range(130):
        name = "".join(draw.choice("杨吴石龙潘秀英明") for _ in range(draw.choice((2, 3))))
        number, looked = f"N-{n:03d}", draw.random() < 0.6
        claimed = draw.choice((None, draw.randrange(5) * 1000))
        looked = looked and claimed is not None
        helper = draw.choice((None, desk.users["zhou"], desk.users["tian"]))
        place = draw.choice((desk.near, desk.far))
        rows.append(
            CurrentFile(
                household=Household.objects.create(entered_at=NOON), head_name=name, pinyin=searchable(name),
                found_by=found_by(name, number=number), number=number, people=draw.randrange(4), place=place,
                path=place.path, county="522699", township=place.codes[2], village=place.code, helper=helper,
                helper_name=helper.name if helper else None, has_account=claimed is not None, has_looked=looked,
                is_contested=looked and draw.random() < 0.5, claimed_head_fen=claimed,
                shown_low_fen=draw.randrange(4) * 500 if looked else None,
                away_fen=draw.randrange(-2, 3) * 500 if looked else None,
                last_visit_at=draw.choice((None, NOON - timedelta(days=draw.randrange(200)))),
            )
        )  # fmt: skip
    CurrentFile.objects.bulk_create(rows)
    return desk


@pytest.mark.parametrize("sort", [name for each in SORTS for name in (each, f"-{each}")])
def test_the_pages_together_are_the_list_in_its_order(many, sort):
    chen = actor_of(many.users["chen"])
    households = Filters(sort=sort).applied(reachable(chen, Action.LIST_HOUSEHOLDS), visited_since=SINCE)
    whole, column = list(households), SORTS[sort.removeprefix("-")]
    pages = ListPages(households, 50)
    assert [row for number in pages.page_range for row in pages.page(number)] == whole and len(whole) == 131
    values = [getattr(row, column) for row in whole]
    known = [value for value in values if value is not None]
    assert values == [*known, *[None] * (len(values) - len(known))], "what is absent stands last, either way round"
    if not isinstance(known[0], str):  # text is in the order of the database
        assert known == sorted(known, reverse=sort.startswith("-"))


def test_a_number_beyond_the_last_page_shows_the_last(many):
    page = many.client("chen").get("/desk/households/?page=99999").content.decode()
    assert "101" in page and "131" in page and 'rel="next"' not in page


@pytest.mark.parametrize("name", list(ONLY))
def test_a_narrowed_list_and_what_it_leaves_out_are_the_whole(many, name):
    chen = actor_of(many.users["chen"])
    own = reachable(chen, Action.LIST_HOUSEHOLDS)
    inside = set(Filters(only=(name,)).applied(own, visited_since=SINCE).values_list("pk", flat=True))
    by_hand = {
        "contested": lambda row: row.is_contested,
        "not_looked": lambda row: row.has_account and not row.has_looked,
        "looked": lambda row: row.has_looked,
        "no_account": lambda row: not row.has_account,
        "no_helper": lambda row: row.helper is None,
        "not_visited": lambda row: row.last_visit_at is None or row.last_visit_at < SINCE,
        "visited": lambda row: row.last_visit_at is not None and row.last_visit_at >= SINCE,
        "never_visited": lambda row: row.last_visit_at is None,
        "forked": lambda row: row.forked or row.account_forked,
    }
    assert inside == {row.pk for row in own if by_hand[name](row)}


def test_a_search_counts_what_it_finds_whether_few_or_many(many):
    chen = actor_of(many.users["chen"])
    own, counts = reachable(chen, Action.LIST_HOUSEHOLDS), {}
    for text in ("n-", "n-0", "n-01", "n-017", "杨", "爨"):
        found = Filters(text=text).applied(own, visited_since=SINCE)
        pages = ListPages(found, 50, few_expected=True)
        counts[text] = pages.get_page(1).paginator.count
        assert counts[text] == found.count() and pages.get_page(3).paginator.count == counts[text]
    assert counts["n-"] == 130 and counts["n-0"] == 100 and counts["n-017"] == 1 and counts["爨"] == 0


def test_the_file_of_a_large_list_is_the_list(many):
    rows = exported_rows(many.client("chen").get("/desk/households/?format=xlsx&sort=-away"))
    chen = actor_of(many.users["chen"])
    listed = Filters(sort="-away").applied(reachable(chen, Action.EXPORT), visited_since=SINCE)
    assert [row[0] or "" for row in rows[1:]] == [row.number for row in listed]
    assert [row[5] or None for row in rows[1:]] == [row.helper_name for row in listed]


@pytest.fixture
def helpers(desk):  # noqa: F811
    """Sixty helpers of one village and two of another, where a household has nobody yet."""
    for n in range(60):
        login(f"near{n}", f"近处{n:02d}", Role.HELPER, desk.near)
    for n in range(2):
        login(f"far{n}", f"远处{n}", Role.HELPER, desk.far)
    return desk


def chosen_from(page):
    return re.findall(r'<option value="[0-9a-f-]{36}"[^>]*>([^<,，]+)', page)


def test_helpers_stand_on_pages_and_none_is_left_out(helpers):
    client, found = helpers.client("chen"), []
    for number in (1, 2):
        page = client.get(f"/desk/helpers/?helpers={number}").content.decode()
        table = page[page.rindex("<tbody>") :]
        found += re.findall(r'<th scope="row">([^<]+)', table)
    assert sorted(found) == sorted(["周建民", "田春梅", *(f"近处{n:02d}" for n in range(60)), "远处0", "远处1"])
    assert found[0] == "周建民", "most households first"
    assert len(exported_rows(client.get("/desk/helpers/?format=xlsx"))) == 1 + len(found)


def test_only_who_may_answer_for_a_household_shown_can_be_chosen_for_it(helpers):
    household = helpers.household("没人管", helpers.far)
    page = helpers.client("chen").get("/desk/helpers/").content.decode()
    assert {"远处0", "远处1"} == set(chosen_from(page))
    typed = {"since": "2026-11-20", "household": [str(household.pk), "no-id"], "area": helpers.yang.county.code}
    near, far = (User.objects.get(username=name) for name in ("near0", "far0"))
    helpers.client("chen").post("/desk/helpers/assign/", {**typed, "helper": str(near.pk)})
    assert CurrentFile.objects.get(household=household).helper is None
    page = helpers.client("chen").post(
        "/desk/helpers/assign/", {**typed, "helper": str(far.pk), "household": ["no-id"]}
    )
    assert {"远处0", "远处1"} == set(chosen_from(page.content.decode())), "nothing ticked: the choice is there again"
    helpers.client("chen").post("/desk/helpers/assign/", {**typed, "helper": str(far.pk)})
    assert CurrentFile.objects.get(household=household).helper == far


def test_a_hand_over_offers_who_may_take_one_of_the_households(helpers):
    household = helpers.household("甲", helpers.far, helper=None)
    assign_helper(household, by=helpers.users["tang"], helper=User.objects.get(username="far0"), since=NOON.date())
    address = f"/desk/helpers/{User.objects.get(username='far0').pk}/?area={helpers.yang.county.code}"
    assert chosen_from(helpers.client("chen").get(address).content.decode()) == ["远处1"]
