"""What registers left to decide: seen with its evidence by whoever answers for the place, decided by whoever may write."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.exchange.offices import Office, id_number
from apps.pages import desk_fixtures
from xinlu.exchange.models import Proposal, ProposalKind
from xinlu.registry.models import CurrentFile, FileReading
from xinlu.registry.selectors.files import file_of, members_on
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import write_file

desk = desk_fixtures.desk

PAGE = "/desk/proposals/"
TODAY = date(2026, 11, 23)
BABY = ["5226990003", "石小花", "女", id_number("20260601", 2), "2026-06-01", "之孙女", "健康", "是"]
SON = ["5226990003", "石大山", "男", id_number("19850601", 3), "1985-06-01", "之子", "健康", "是"]


@pytest.fixture
def office(desk, tmp_path):
    """The register of two villages, brought in by the township."""
    found = Office()
    bring_in(desk, found, tmp_path)
    return found


def bring_in(desk, office, tmp_path, *, username="shi"):
    client = desk.client(username)
    file = SimpleUploadedFile("登记表.xlsx", office.written(tmp_path).read_bytes())
    address = client.post("/desk/import/", {"file": file})["Location"]
    assert client.post(address, {"do": "bring_in"}).status_code == 302
    return address


def household(number):
    return CurrentFile.objects.select_related("household").get(number=number).household


def names(number):
    return [each.name for each in members_on(household(number), TODAY)]


def only(kind):
    return Proposal.objects.get(kind=kind)


def body_of(response):
    return response.content.decode()


def decide(client, proposal, outcome, *, to=PAGE, **fields):
    """Press a button of the proposal, with these fields filled in."""
    typed = {f"{proposal.pk}-{name}": value for name, value in fields.items()}
    return client.post(to, {"proposal": str(proposal.pk), "outcome": outcome, **typed}, follow=True)


@pytest.fixture
def grown(desk, office, tmp_path):
    """石明英's household has two more people in the file than on record."""
    office.persons += [BABY, SON]
    office.put("5226990003", 家庭人口=3)
    bring_in(desk, office, tmp_path)
    return office


@pytest.fixture
def shrunk(desk, office, tmp_path):
    """吴小妹 is no longer listed."""
    office.without_person("吴小妹")
    office.put("5226990002", 家庭人口=2)
    bring_in(desk, office, tmp_path)
    return office


def test_who_came_is_shown_with_file_and_row_and_no_whole_number(desk, grown):
    page = body_of(desk.client("shi").get(PAGE))
    assert "石小花" in page and "登记表.xlsx" in page and "“家庭成员”第 8 行" in page
    assert "52••••••••" in page and not re.search(r"\d{14,}[\dXx]", re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", page))


def test_who_came_belongs_to_the_household_from_the_day_on_that_a_person_gives(desk, grown):
    client, baby = desk.client("shi"), Proposal.objects.order_by("raised_at").first()
    page = body_of(decide(client, baby, "accepted", on="2026-06-01", reason="看过出生证"))
    assert "石小花" in names("5226990003") or "石大山" in names("5226990003")
    assert "看过出生证" in page and "石峰" in page, "who decided, and why, stands below"
    baby.refresh_from_db()
    assert baby.decided_by == desk.users["shi"] and baby.on == date(2026, 6, 1)


def test_a_missing_day_is_said_at_its_field_and_what_was_typed_stays(desk, grown):
    proposal = Proposal.objects.first()
    page = body_of(decide(desk.client("shi"), proposal, "accepted", reason="问过了"))
    assert "从哪天起，要写" in page and 'value="问过了"' in page
    assert f'id="id_{proposal.pk}-on_error"' in page
    page = body_of(decide(desk.client("shi"), proposal, "accepted", on="2027-01-01"))
    assert "这一天还没到" in page and Proposal.objects.filter(outcome="").count() == 2


def test_refused_it_is_not_raised_again(desk, grown, tmp_path):
    for each in Proposal.objects.all():
        decide(desk.client("shi"), each, "refused", reason="只是来住几天")
    bring_in(desk, grown, tmp_path)
    assert names("5226990003") == ["石明英"]
    assert Proposal.objects.filter(outcome="").count() == 0
    assert "没有要定的事" in body_of(desk.client("shi").get(PAGE))


def test_who_left_needs_the_reason_too(desk, shrunk):
    left, client = only(ProposalKind.LEFT), desk.client("shi")
    page = body_of(decide(client, left, "accepted", on="2026-10-01"))
    assert "这一格要填" in page and "吴小妹" in names("5226990002")
    decide(client, left, "accepted", on="2026-10-01", why_left="married")
    gone = next(each.record for each in file_of(household("5226990002")).gone if each.name == "吴小妹")
    assert gone.left_on == date(2026, 10, 1) and gone.left_why == "married"


def test_a_new_head_takes_over_and_what_the_former_is_stands_ready(desk, office, tmp_path):
    office.put_person("杨正明", 与户主关系="户主")
    office.put_person("杨秀英", 与户主关系="之母")
    office.put("5226990001", 户主姓名="杨正明")
    bring_in(desk, office, tmp_path)
    proposal, client = only(ProposalKind.NEW_HEAD), desk.client("shi")
    chosen = re.search(
        rf'name="{proposal.pk}-former_is".*?<option value="(\w+)" selected>', body_of(client.get(PAGE)), re.S
    )
    assert chosen and chosen[1] == "mother"
    decide(client, proposal, "accepted", former_is="mother")
    assert CurrentFile.objects.get(number="5226990001").head_name == "杨正明"


def test_what_was_changed_on_both_sides_shows_both_and_goes_as_decided(desk, office, tmp_path):
    home = household("5226990003")
    write_file(home, by=desk.users["wu"], said_by="石明英", house_grade="d")
    office.put("5226990003", 住房安全等级="A级")
    bring_in(desk, office, tmp_path)
    proposal, client = only(ProposalKind.DIFFERS), desk.client("shi")
    sides = re.search(r'<dl class="sides">(.*?)</dl>', body_of(client.get(PAGE)), re.S)
    assert "D 级" in sides[1] and "A 级" in sides[1]
    assert f'name="{proposal.pk}-on"' not in body_of(client.get(PAGE)), "nothing that has a day"
    decide(client, proposal, "accepted")
    assert file_of(home).file.house_grade == "a"


@pytest.fixture
def split(desk, office, tmp_path):
    """龙桂花 stands in a household of her own in the next village."""
    office.households.append(["5226990009", "岩脚村", "龙桂花", 1, "13800000009", "因病", "A级", 9, 9, 0, 0, 0, 18])
    number = next(each[3] for each in office.persons if each[1] == "龙桂花")
    office.persons = [each for each in office.persons if each[1] != "龙桂花"]
    office.persons.append(["5226990009", "龙桂花", "女", number, "1957-09-12", "户主", "健康", "否"])
    office.put("5226990002", 家庭人口=2)
    bring_in(desk, office, tmp_path)
    return office


def test_a_household_that_split_off_tells_who_is_where_and_moves_them(desk, split):
    proposal, client = only(ProposalKind.SPLIT), desk.client("shi")
    page = body_of(client.get(f"{PAGE}?kind=split"))
    assert "对门坡村吴老根家" in page and "岩脚村龙桂花家" in page and "是另外一户" in page
    decide(client, proposal, "accepted", on="2026-09-01")
    assert names("5226990009") == ["龙桂花"] and "龙桂花" not in names("5226990002")


def test_a_village_neither_sees_whose_household_it_is_elsewhere_nor_moves_people_out_of_it(desk, split):
    proposal, client = only(ProposalKind.SPLIT), desk.client("near")
    page = body_of(client.get(PAGE))
    assert "别处的一户" in page and "吴老根" not in page
    decide(client, proposal, "accepted", on="2026-09-01")
    proposal.refresh_from_db()
    assert proposal.outcome == "" and "龙桂花" in names("5226990002")


def test_several_that_came_are_decided_at_once(desk, grown):
    client = desk.client("shi")
    ticked = [str(each.pk) for each in Proposal.objects.all()]
    assert "几件一起定" in body_of(client.get(PAGE))
    response = client.post(PAGE, {"many": "1", "ticked": ticked, "many-on": "2026-06-01"}, follow=True)
    assert "定了 2 件" in body_of(response)
    assert set(names("5226990003")) == {"石明英", "石小花", "石大山"}


def test_several_at_once_are_all_decided_or_none_and_stay_ticked(desk, grown):
    client = desk.client("shi")
    ticked = [str(each.pk) for each in Proposal.objects.all()]
    page = body_of(client.post(PAGE, {"many": "1", "ticked": ticked, "many-reason": "村里说的"}))
    assert "从哪天起，要写" in page and page.count(" checked") == 2 and 'value="村里说的"' in page
    assert Proposal.objects.filter(outcome="").count() == 2
    assert "先在下面把要一起定的勾上" in body_of(client.post(PAGE, {"many": "1"}))


def test_only_those_alike_are_decided_at_once(desk, grown, tmp_path):
    grown.without_person("吴小妹")
    grown.put("5226990002", 家庭人口=2)
    bring_in(desk, grown, tmp_path)
    ticked = [str(each.pk) for each in Proposal.objects.all()]
    page = body_of(desk.client("shi").post(PAGE, {"many": "1", "ticked": ticked, "many-on": "2026-06-01"}))
    assert "只能勾同一个文件里的" in page and Proposal.objects.filter(outcome="").count() == 3


def test_a_second_decision_changes_nothing_and_says_so(desk, grown):
    proposal = Proposal.objects.first()
    decide(desk.client("shi"), proposal, "refused")
    page = body_of(decide(desk.client("shi"), proposal, "accepted", on="2026-06-01"))
    proposal.refresh_from_db()
    assert "已经有人定了" in page and proposal.outcome == "refused"


def test_another_place_sees_nothing_and_decides_nothing(desk, grown):
    proposal = Proposal.objects.first()
    for username in ("wu", "tang", "far"):
        client = desk.client(username)
        assert "石小花" not in body_of(client.get(PAGE)), username
        for fields in (
            {"proposal": str(proposal.pk), "outcome": "refused"},
            {"many": "1", "ticked": [str(proposal.pk)]},
        ):
            client.post(PAGE, fields)
    for username in ("zhou", "luo", "aud"):
        assert desk.client(username).get(PAGE).status_code == 403
    assert Proposal.objects.filter(outcome="").count() == 2


def test_the_county_sees_what_waits_and_leaves_it_to_those_who_write(desk, grown):
    client, proposal = desk.client("chen"), Proposal.objects.first()
    page = body_of(client.get(PAGE))
    assert "石小花" in page and 'name="outcome"' not in page and "这件事要由" in page
    decide(client, proposal, "refused")
    proposal.refresh_from_db()
    assert proposal.outcome == ""


def test_a_helper_decides_about_the_own_households_alone(desk, grown):
    home, helper = household("5226990003"), desk.users["zhou"]
    address, proposal = f"/desk/household/{home.pk}/to-decide/", Proposal.objects.first()
    client = desk.client("zhou")
    assert client.get(address).status_code == 404
    assign_helper(home, by=desk.users["shi"], helper=helper, since=date(2026, 11, 1))
    assert "石小花" in body_of(client.get(address))
    decide(client, proposal, "refused", to=address, reason="没来过")
    proposal.refresh_from_db()
    assert proposal.outcome == "refused" and proposal.decided_by == helper


def test_the_page_of_a_household_decides_about_no_other(desk, grown):
    other = household("5226990001")
    proposal = Proposal.objects.first()
    page = body_of(decide(desk.client("shi"), proposal, "refused", to=f"/desk/household/{other.pk}/to-decide/"))
    proposal.refresh_from_db()
    assert "石小花" not in page and proposal.outcome == ""


def test_the_household_says_that_something_waits(desk, grown):
    home = household("5226990003")
    page = body_of(desk.client("shi").get(f"/desk/household/{home.pk}/"))
    assert "表上有 2 件这户的事要定" in page and f"/desk/household/{home.pk}/to-decide/" in page
    page = body_of(desk.client("luo").get(f"/desk/household/{home.pk}/"))
    assert "to-decide" not in page, "the inspector writes nothing"


def test_reading_the_list_is_written_down_for_each_household(desk, grown):
    home = household("5226990003")
    before = FileReading.objects.filter(household=home).count()
    for _ in range(2):
        desk.client("shi").get(PAGE)
    assert FileReading.objects.filter(household=home).count() == before + 1


def test_nonsense_in_a_form_is_answered_plainly(desk, grown):
    client = desk.client("shi")
    for typed in ({"proposal": "x"}, {"proposal": str(uuid4()), "outcome": "accepted"}, {"many": "1", "ticked": ["x"]}):
        assert client.post(PAGE, typed, follow=True).status_code == 200
    proposal = Proposal.objects.first()
    assert decide(client, proposal, "burnt").status_code == 200
    assert client.get(f"{PAGE}?file=x&kind=y&page=z").status_code == 200


def test_the_list_is_paged_and_asks_the_same_queries_of_many_as_of_few(
    desk, grown, django_assert_max_num_queries, django_assert_num_queries
):
    client, first = desk.client("shi"), Proposal.objects.first()
    client.get(PAGE)
    with django_assert_max_num_queries(22) as few:
        client.get(PAGE)
    for n in range(50):
        body = first.body.replace("石小花", f"第{n}人")
        same = {name: getattr(first, name) for name in ("intake", "household", "place", "kind")}
        Proposal.objects.create(key=str(n), body=body, **same)
    with django_assert_num_queries(len(few)):
        page = body_of(client.get(PAGE))
    assert page.count('class="proposal"') == 30 and "?page=2" in page
    assert "?kind=joined&amp;page=2" in body_of(client.get(f"{PAGE}?kind=joined"))
