"""The desk's pages of policies: who is entitled and not receiving, the rule in plain words, and what the county enters."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from apps.pages import owed_cast
from apps.pages.desk_cast import make_desk
from apps.pages.desk_fixtures import desk, exported_rows  # noqa: F401
from apps.pages.owed_cast import ALLOWANCE
from apps.put_back import put_back
from xinlu.entitlement.models import LookedThrough, OwedPolicy, PlacePolicy
from xinlu.entitlement.services.looking import look_through
from xinlu.parameters.models import Parameter
from xinlu.records.models import LedgerEntry
from xinlu.registry.models import FileReading

LINE = "allowance_line_month_fen"
POLICIES, RULE = "/desk/policies/", f"/desk/policies/{ALLOWANCE}/"
VALUE, NEW = f"{RULE}value/", f"{POLICIES}new/"
OUT = f"{POLICIES}river_water_aid/take-out/"


@pytest.fixture
def county(db, at_noon, without_second_factor):
    """The Yang household is entitled to the allowance; a second household of which nothing is known; all looked through."""
    return make_county()


@put_back
def make_county():
    found = make_desk()
    found.yang.reckon()
    owed_cast.entitle(found.yang)
    found.second = found.household("石大山", found.near)
    look_through(found.yang.county, by=found.users["chen"])
    return found


def row(page, name):
    """The cells of a policy's line in the first table."""
    line = next(each for each in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f">{name}<" in each)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in re.findall(r"<td.*?</td>", line, re.DOTALL)]


def typed(**changes):
    return {
        "area": "522699",
        "name": LINE,
        f"{LINE}-value": "30",
        f"{LINE}-effective_from": "2026-11-23",
        f"{LINE}-source": "县民政〔2026〕9号",
        "do": "look",
        **changes,
    }


def example(page):
    import html

    return html.unescape(page[page.index(">", page.index('name="text"')) + 1 : page.index("</textarea>")]).lstrip("\n")


def test_an_area_says_who_is_entitled_who_receives_and_where_it_stands(county):
    client = county.client("chen")
    page = client.get(POLICIES).content.decode()
    entitled, receiving, lacking, where, verify, missing = row(page, "农村最低生活保障（低保）")
    assert (entitled, receiving, verify) == ("1", "0", "1") and where == "还没申请 1"
    assert lacking == "1", "how much is owed is not known, and no sum is told"
    assert "低保按差额发（不按类别发） 1" in missing and "按类别发的低保金" not in missing, (
        "what decides is asked first"
    )
    payment = owed_cast.pay(county.yang)
    assert row(client.get(POLICIES).content.decode(), "农村最低生活保障（低保）")[3].startswith("说是发了，户里还没说")
    owed_cast.say(county.yang, payment)
    entitled, receiving, lacking, where, *_ = row(client.get(POLICIES).content.decode(), "农村最低生活保障（低保）")
    assert (entitled, receiving, lacking, where) == ("1", "1", "0", "—"), "received is the household's word alone"


def test_what_is_owed_and_does_not_arrive_is_told_in_money_where_it_is_known(county):
    owed_cast.set_value(county.yang, "allowance_pays_difference", True)
    look_through(county.yang.county, by=county.users["chen"])
    owed = OwedPolicy.objects.get(household=county.yang.household, policy=ALLOWANCE)
    lacking = row(county.client("chen").get(POLICIES).content.decode(), "农村最低生活保障（低保）")[2]
    assert owed.amount_fen and lacking == f"1 一年{owed.amount_fen // 100:,}元"


def test_what_the_county_has_not_entered_yet_stands_among_what_is_missing(county):
    owed_cast.set_value(county.yang, "allowance_pays_difference", False)
    look_through(county.yang.county, by=county.users["chen"])
    missing = row(county.client("chen").get(POLICIES).content.decode(), "农村最低生活保障（低保）")[-1]
    assert "按类别发的低保金（您家这一类，每人每月） 1" in missing and "按差额发" not in missing


def test_behind_each_number_stand_its_households_and_reading_them_is_written_down(county):
    client = county.client("shi")
    for asked, seen, unseen in (
        ("answer=entitled", "杨秀英", "石大山"),
        ("stands=not_receiving", "杨秀英", "石大山"),
        ("stands=not_applied", "杨秀英", "石大山"),
        ("answer=to_be_verified", "石大山", "杨秀英"),
        ("missing=has_other_assets", "石大山", "杨秀英"),
    ):
        page = client.get(f"{RULE}?area=522699101&{asked}").content.decode()
        assert seen in page and unseen not in page, asked
    assert "现在没有这样的户" in client.get(f"{RULE}?area=522699101&stands=received").content.decode()
    read = FileReading.objects.filter(reader=county.users["shi"], page="desk:policy")
    assert {each.household_id for each in read} == {county.yang.household.pk, county.second.pk}
    rows = exported_rows(client.get(f"{RULE}?area=522699101&stands=not_applied&format=xlsx"))
    assert [each[1] for each in rows] == ["户主", "杨秀英"] and rows[1][5] == "还没申请"


def test_a_household_stands_behind_a_missing_fact_wherever_the_fact_stands_in_the_row(county):
    mine = OwedPolicy.objects.filter(household=county.second, policy=ALLOWANCE)
    for listed in ("water", "water,status", "status,water", "status,water,people"):
        mine.update(missing=listed)
        assert "石大山" in county.client("chen").get(f"{RULE}?missing=water").content.decode(), listed
    mine.update(missing="drinking_water,water_minutes_away")
    assert "石大山" not in county.client("chen").get(f"{RULE}?missing=water").content.decode()


def test_the_list_of_households_comes_page_by_page(county):
    for n in range(55):
        household = county.household(f"户{n:02}", county.near)
        OwedPolicy.objects.create(
            household=household,
            policy=ALLOWANCE,
            answer="to_be_verified",
            path=county.near.path,
            looked_on=date(2026, 11, 23),
        )
    client, address = county.client("chen"), f"{RULE}?answer=to_be_verified"
    first, second = (client.get(f"{address}&page={n}").content.decode() for n in (1, 2))
    assert "56 户" in first and first.count("?policy=subsistence_allowance#") == 50
    assert second.count("?policy=subsistence_allowance#") == 6
    assert "?area=522699&amp;answer=to_be_verified&amp;page=2" in first


def test_the_table_leaves_as_it_stands(county):
    rows = exported_rows(county.client("aud").get(f"{POLICIES}?format=xlsx"))
    line = next(each for each in rows if each[0] == "农村最低生活保障（低保）")
    assert line[1:5] == (1, 0, 1, 1) and rows[0][4] == "还没申请"


def test_looking_anew_is_a_press_of_its_own_for_who_works_there(county):
    looks = LookedThrough.objects.count()
    county.household("新来的", county.yang.village)
    page = county.client("wu").get(POLICIES).content.decode()
    assert "1 户还没看过" in page
    response = county.client("wu").post(f"{POLICIES}look-through/", {"area": county.yang.village.code})
    assert response["Location"] == f"{POLICIES}?area={county.yang.village.code}"
    assert LookedThrough.objects.count() == looks + 1
    assert "还没看过" not in county.client("wu").get(POLICIES).content.decode()
    for username, status in (("aud", 403), ("luo", 403), ("near", 404), ("zhou", 404)):
        response = county.client(username).post(f"{POLICIES}look-through/", {"area": county.yang.village.code})
        assert response.status_code == status, username
    assert LookedThrough.objects.count() == looks + 1
    assert "重新看一遍" not in county.client("aud").get(POLICIES).content.decode()


def test_while_somebody_looks_a_second_look_is_refused_and_the_page_says_so(county):
    LookedThrough.objects.create(area=county.yang.county, by=county.users["chen"])
    client = county.client("chen")
    page = client.get(POLICIES).content.decode()
    assert "正在看" in page and "重新看一遍" not in page
    assert "请等一等" in client.post(f"{POLICIES}look-through/", {"area": "522699"}, follow=True).content.decode()


def test_the_page_says_when_a_rule_is_newer_than_the_look(county):
    client = county.client("chen")
    LookedThrough.objects.update(began_at=LookedThrough.objects.latest("began_at").began_at + timedelta(hours=1))
    assert "在上次看过以后" not in client.get(POLICIES).content.decode()
    LookedThrough.objects.update(began_at=LookedThrough.objects.latest("began_at").began_at - timedelta(hours=2))
    assert "在上次看过以后" in client.get(POLICIES).content.decode()


def test_where_nobody_looked_or_nobody_lives_the_page_says_so(desk):  # noqa: F811
    page = desk.client("chen").get(POLICIES).content.decode()
    assert (
        "这里还没看过" in page
        and ">看一遍</button>" in page
        and "重新看一遍" not in page
        and "农村最低生活保障" in page
    )
    assert "这里还没有记一户" in desk.client("chen").get(f"{POLICIES}?area={desk.far.code}").content.decode()


def test_nobody_reads_an_area_outside_their_reach(county):
    for address in (POLICIES, RULE, f"{RULE}?answer=entitled"):
        for username, status in (("near", 404), ("far", 404), ("tang", 404), ("zhou", 403)):
            join = "&" if "?" in address else "?"
            response = county.client(username).get(f"{address}{join}area={county.yang.village.code}")
            assert response.status_code == status, (username, address)
    assert county.client("chen").get("/desk/policies/no_such_policy/").status_code == 404


def test_the_rule_stands_there_in_plain_words_with_its_source_and_its_values(county):
    page = county.client("aud").get(RULE).content.decode()
    for words in (
        "每人每月1,000元，按12个月算",
        "income_per_head_fen &lt; allowance_line_month_fen * 12",
        "民发〔2021〕57号",
        "www.wainsher.com",
        "有正式文件",
        "全国",
        "县民政〔2026〕1号",
        "全家的户口簿和身份证",
        "特困人员救助供养",
        "想吃低保，到哪里去申请？",
    ):
        assert words in page, words
    assert 'href="https://' not in page, "an address outside is told, not linked"
    assert "这里还没有数" in page, "the amount by class has no value here"
    assert "<form" not in page[page.index("<main") :], "an auditor enters nothing"


def test_a_value_is_tried_first_and_stored_with_the_second_press(county):
    client = county.client("chen")
    before = Parameter.objects.count(), LedgerEntry.objects.count()
    page = client.post(VALUE, typed()).content.decode()
    assert (Parameter.objects.count(), LedgerEntry.objects.count()) == before, "looking stores nothing"
    assert "会享受不到" in page and "杨秀英" in page and "石大山" not in page
    assert f"{county.yang.household.pk}/policies/?policy={ALLOWANCE}" in page
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    hidden.pop("csrfmiddlewaretoken", None)
    response = client.post(VALUE, {**hidden, "do": "set"})
    assert response["Location"] == f"{RULE}?area=522699"
    stored = Parameter.objects.get(value=3_000)
    assert (stored.name, stored.area_id) == (f"policy.{LINE}", "522699")
    assert stored.source == "县民政〔2026〕9号" and stored.author == county.users["chen"]
    assert "30元" in client.get(RULE).content.decode()


def test_a_value_that_moves_nobody_says_so(county):
    page = county.client("chen").post(VALUE, typed(**{f"{LINE}-value": "1,000"})).content.decode()
    assert "谁也不多，谁也不少" in page


def test_a_value_for_a_village_that_is_looked_at_is_the_countys(county):
    client = county.client("chen")
    client.post(VALUE, typed(area=county.yang.village.code, do="set"))
    assert Parameter.objects.get(value=3_000).area_id == "522699"


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("value", "三百", "不是一个数"),
        ("value", "", "要填"),
        ("value", "99999999999", "太大"),
        ("value", "-5", "不能是这个数"),
        ("effective_from", "1990-01-01", "要在 2000-01-01 到"),
        ("effective_from", "昨天", "日子"),
        ("source", "", "要填"),
    ],
)
@pytest.mark.parametrize("do", ["look", "set"])
def test_a_refused_value_keeps_what_was_typed(county, field, value, wrong, do):
    before = Parameter.objects.count()
    page = county.client("chen").post(VALUE, typed(**{f"{LINE}-{field}": value, "do": do})).content.decode()
    section = page[page.index(f'id="v-{LINE}"') :]
    section = section[: section.index("</article>")]
    assert wrong in section and "field__wrong" in section
    kept = {"value": "30", "effective_from": "2026-11-23", "source": "县民政〔2026〕9号"} | {field: value}
    assert all(f'value="{each}"' in section for each in kept.values() if each)
    assert '<details class="fold" open>' in section, "the form stands open"
    assert Parameter.objects.count() == before


def test_change_it_first_goes_back_with_what_was_typed(county):
    before = Parameter.objects.count()
    page = county.client("chen").post(VALUE, typed(do="change")).content.decode()
    assert 'value="30"' in page and "field__wrong" not in page and Parameter.objects.count() == before


@pytest.mark.parametrize(
    ("policy", "name", "value", "stored"),
    [
        (ALLOWANCE, "allowance_pays_difference", "yes", 1),
        ("extreme_poverty_support", "support_percent", "130", 130),
        ("water_guarantee", "water_most_minutes", "20", 20),
    ],
)
def test_a_value_is_typed_as_what_it_is(county, policy, name, value, stored):
    asked = {"area": "522699", "name": name, "do": "set"}
    asked |= {f"{name}-value": value, f"{name}-effective_from": "2026-11-23", f"{name}-source": "文"}
    assert county.client("chen").post(f"{POLICIES}{policy}/value/", asked).status_code == 302
    assert Parameter.objects.get(name=f"policy.{name}").value == stored


def test_only_the_county_enters_values_and_rules_and_only_its_own(county):
    before = LedgerEntry.objects.count()
    for username, status in (("shi", 403), ("wu", 403), ("aud", 403), ("luo", 403), ("zhou", 403), ("far", 404)):
        client = county.client(username)
        assert client.post(VALUE, typed(do="set")).status_code == status, username
        assert client.post(NEW, {"area": "522699", "text": "x", "reason": "文", "do": "set"}).status_code == status
        assert client.post(OUT, {"area": "522699", "reason": "文"}).status_code == status
    assert county.client("chen").post(VALUE, typed(name="water_most_minutes", do="set")).status_code == 404
    assert LedgerEntry.objects.count() == before
    assert "写一条县里自己的政策" not in county.client("shi").get(POLICIES).content.decode()


def test_a_rule_of_its_own_begins_with_an_example_is_tried_and_entered_and_taken_out(county):
    from xinlu.registry.services.households import write_file

    write_file(county.yang.household, by=county.users["shi"], said_by="杨", water="river")
    client = county.client("chen")
    text = example(client.get(NEW).content.decode())
    assert 'place: "522699"' in text
    asked = {"area": "522699", "text": text, "reason": "县政府办〔2026〕3号"}
    before = LedgerEntry.objects.count()
    page = client.post(NEW, {**asked, "do": "look"}).content.decode()
    assert LedgerEntry.objects.count() == before
    assert "家里喝河水" in page and "杨秀英" in page and "一年0元 → <b>一年120元</b>" in page
    kept = example(page)
    assert kept.strip() == text.strip()
    response = client.post(NEW, {**asked, "text": kept, "do": "set"})
    assert response["Location"] == "/desk/policies/river_water_aid/?area=522699"
    assert PlacePolicy.objects.get().reason == "县政府办〔2026〕3号"
    page = client.get("/desk/policies/river_water_aid/").content.decode()
    assert "月岭县自己的政策" in page and "撤掉这条" in page
    assert "喝河水户水费补贴" in example(client.get(f"{NEW}?policy=river_water_aid").content.decode())
    assert "撤掉这条" not in county.client("wu").get("/desk/policies/river_water_aid/").content.decode()
    refused = client.post(OUT, {"area": "522699", "reason": ""}).content.decode()
    assert "要填" in refused and PlacePolicy.objects.count() == 1
    assert client.post(OUT, {"area": "522699", "reason": "到期"}).status_code == 302
    assert client.get("/desk/policies/river_water_aid/").status_code == 404


def test_the_faults_of_a_rule_are_listed_line_by_line_and_the_text_stays(county):
    client = county.client("chen")
    text = example(client.get(NEW).content.decode()).replace("'river'", "'rivver'").replace("per: year", "per: yearly")
    for do in ("look", "set"):
        page = client.post(NEW, {"area": "522699", "text": text, "reason": "文", "do": do}).content.decode()
        faults = page[page.index("ledger--faults") : page.index("</table>")]
        wanted = text.splitlines().index(next(line for line in text.splitlines() if "rivver" in line)) + 1
        assert "有 2 处要改" in page and f">{wanted}<small>river_water</small><small>第 1 个字符</small>" in faults
        assert "water 没有 &#x27;rivver&#x27; 这个代码" in faults and "可以写 &#x27;river&#x27;" in faults
        assert "yearly" in faults and "year, month, once" in faults
        assert example(page).strip() == text.strip() and 'value="文"' in page
    assert not PlacePolicy.objects.exists()


def test_a_rule_without_a_reason_is_not_entered_and_the_text_stays(county):
    client = county.client("chen")
    text = example(client.get(NEW).content.decode())
    page = client.post(NEW, {"area": "522699", "text": text, "reason": "", "do": "set"}).content.decode()
    assert "要填" in page and example(page).strip() == text.strip() and not PlacePolicy.objects.exists()


def test_a_rule_in_place_of_one_that_holds_says_so(county):
    client = county.client("chen")
    text = example(client.get(NEW).content.decode()).replace("river_water_aid", "temporary_relief")
    page = client.post(NEW, {"area": "522699", "text": text, "reason": "文", "do": "look"}).content.decode()
    assert "它会顶替月岭县现在用的“临时救助”" in page


def test_who_would_lose_is_named_first_and_at_most_fifty(county):
    for n in range(60):
        county.household(f"河边{n:02}", county.near, facts={"water": "river"})
    client = county.client("chen")
    text = example(client.get(NEW).content.decode())
    page = client.post(NEW, {"area": "522699", "text": text, "reason": "文", "do": "look"}).content.decode()
    table = page[page.index("is-narrow") : page.index("</table>")]
    assert table.count("<tr>") == 51 and "另外还有 12 户" in page and "60" in page


def test_of_a_large_area_only_some_households_are_tried_and_the_page_says_so(county, monkeypatch):
    from xinlu.entitlement.services import rules

    monkeypatch.setattr(rules, "TRIED_MOST", 1)
    page = county.client("chen").post(VALUE, typed()).content.decode()
    assert "2 户里均匀挑了 1 户来试" in page
