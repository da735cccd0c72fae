"""What one household is owed, at the desk: the reasons, the office's steps, the household's word, and what history tells."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.pages import owed_cast
from apps.pages.desk_fixtures import desk  # noqa: F401
from apps.pages.owed_cast import ALLOWANCE
from xinlu.entitlement.models import BenefitStep
from xinlu.entitlement.services.explaining import Understood
from xinlu.recognition.answers import Answer
from xinlu.registry.models import FileReading

HEAVIEST_BYTES = 60_000


@pytest.fixture
def file(desk):  # noqa: F811
    """The Yang household, entitled to the allowance; its addresses at the desk."""
    desk.yang.reckon()
    owed_cast.entitle(desk.yang)
    desk.home = f"/desk/household/{desk.yang.household.pk}/"
    desk.owed = f"{desk.home}policies/"
    return desk


def part(page, policy):
    """What the page says of one policy."""
    section = page[page.index(f'id="p-{policy}"') :]
    return section[: section.index('id="p-', 10) if 'id="p-' in section[10:] else len(section)]


def step(**changes):
    return {
        "policy": ALLOWANCE,
        "step": "paid",
        "happened_on": "2026-11-10",
        "amount": "460",
        "source": "民政发放表",
        **changes,
    }


def test_the_page_of_the_file_says_what_is_owed_and_how_much_is_open(file):
    page = file.client("shi").get(file.home).content.decode()
    block = page[page.index('id="owed"') :]
    block = block[: block.index("</section>")]
    assert "农村最低生活保障（低保）" in block and "还没申请" in block and f'href="{file.owed}"' in block
    assert re.search(r"\d+ 项还要核实", block)
    owed_cast.say(file.yang, owed_cast.pay(file.yang))
    assert "户里说收到了" in file.client("shi").get(file.home).content.decode()


def test_the_page_of_the_file_stays_light(file):
    file.yang.goes_through_the_account()
    for month in range(1, 11):
        owed_cast.pay(file.yang, on=date(2026, month, 10))
    for language in ("zh-hans", "en"):
        response = file.client("shi").get(file.home, headers={"accept-language": language})
        assert len(response.content) <= HEAVIEST_BYTES, language


def test_each_policy_is_told_with_the_households_own_facts_clause_by_clause(file):
    page = file.client("wu").get(file.owed).content.decode()
    told = part(page, ALLOWANCE)
    assert (
        "您家够条件" in told
        and "人均年纯收入" in told
        and "8,294元" in told
        and "有小车或城里的房子这类大件：否" in told
    )
    assert told.count("mark--plain") >= 2 and "还没有人给这户讲过" in told
    open_one = part(page, "temporary_relief")
    assert "还要核实" in open_one and "还不知道" in open_one
    owed_cast.set_value(file.yang, "allowance_line_month_fen", 60_000)
    failed = part(file.client("wu").get(file.owed).content.decode(), ALLOWANCE)
    assert "不够" in failed and "比标准高1,094元" in failed


def test_paid_is_the_offices_claim_and_received_the_households_word_side_by_side(file):
    payment = owed_cast.pay(file.yang)
    told = part(file.client("shi").get(file.owed).content.decode(), ALLOWANCE)
    assert "说是发了 460 元" in told and "户里说收到 0 元" in told and "还没问户里" in told
    owed_cast.say(file.yang, payment, Answer.CONTESTED, own_fen=30_000, words="只来了三百")
    told = part(file.client("shi").get(file.owed).content.decode(), ALLOWANCE)
    assert "户里说收到 300 元" in told and "收到 300 元" in told and "只来了三百" in told
    assert "E2 自家的卡" in told and "民政发放表" in told and "陈晓" in told


def test_an_explanation_stands_there_with_its_edition_and_that_it_changed_since(file):
    record = owed_cast.explain(file.yang, understood=Understood.YES, words="到乡里去办")
    told = part(file.client("shi").get(file.owed).content.decode(), ALLOWANCE)
    assert "周建民 讲给杨秀英听过" in told and "听懂了" in told and "到乡里去办" in told and record.edition[:12] in told
    assert "讲过以后变了" not in told
    owed_cast.set_value(file.yang, "allowance_line_month_fen", 90_000)
    assert "讲过以后变了" in part(file.client("shi").get(file.owed).content.decode(), ALLOWANCE)


def test_a_step_is_written_down_by_who_records_benefits(file):
    page = file.client("shi").get(f"{file.owed}?policy={ALLOWANCE}").content.decode()
    assert f'<option value="{ALLOWANCE}" selected>' in page
    response = file.client("shi").post(f"{file.owed}step/", step(note="一卡通"))
    assert response["Location"] == f"{file.owed}?policy={ALLOWANCE}#p-{ALLOWANCE}"
    record = BenefitStep.objects.get()
    assert (record.step, record.amount_fen, record.source, record.note) == ("paid", 46_000, "民政发放表", "一卡通")
    assert record.author == file.users["shi"]
    assert "要户里说了才算" in file.client("shi").post(f"{file.owed}step/", step(), follow=True).content.decode()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"amount": ""}, "发了多少，要写"),
        ({"amount": "四百"}, "不是一个数"),
        ({"source": ""}, "要填"),
        ({"happened_on": "2027-01-01"}, "这一天还没到"),
        ({"policy": "house_guarantee"}, "请从列出来的里面选"),
        ({"step": "received"}, "请从列出来的里面选"),
    ],
)
def test_a_refused_step_keeps_what_was_typed(file, changes, wrong):
    asked = step(note="一卡通", **changes)
    page = file.client("shi").post(f"{file.owed}step/", asked).content.decode()
    form = page[page.index('id="step"') :]
    form = form[: form.index("</form>")]
    assert wrong in form and 'value="一卡通"' in form
    for name in ("happened_on", "amount", "source"):
        assert not asked[name] or f'value="{asked[name]}"' in form, name
    assert not BenefitStep.objects.exists()


def test_who_may_read_it_and_who_may_write_a_step(file):
    for username, seen, wrote in (
        ("wu", 200, 302),
        ("shi", 200, 302),
        ("chen", 200, 302),
        ("zhou", 200, 302),
        ("aud", 200, 403),
        ("luo", 200, 403),
        ("near", 404, 404),
        ("far", 404, 404),
        ("tian", 404, 404),
    ):
        client = file.client(username)
        assert client.get(file.owed).status_code == seen, username
        assert client.post(f"{file.owed}step/", step()).status_code == wrote, username
    page = file.client("aud").get(file.owed).content.decode()
    assert "<form" not in page[page.index("<main") :]


def test_reading_it_is_written_down_in_words(file):
    file.client("luo").get(file.owed)
    assert FileReading.objects.filter(reader=file.users["luo"], page="desk:household_policies").count() == 1
    page = file.client("wu").get(file.home).content.decode()
    assert "罗敏，该享受什么" in page[page.index("谁看过这户的档案") :]


def test_more_steps_and_explanations_ask_no_more_queries(file):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(file.owed)
        return len(asked)

    client = file.client("shi")
    owed_cast.say(file.yang, owed_cast.pay(file.yang))
    owed_cast.explain(file.yang)
    client.get(file.owed)
    few = queries()
    for day in range(1, 9):
        owed_cast.say(file.yang, owed_cast.pay(file.yang, on=date(2026, 10, day)))
        owed_cast.explain(file.yang, words=str(day))
    assert queries() == few


def test_history_tells_facts_explanations_steps_and_answers(file):
    boy = file.yang.member("杨小军")
    owed_cast.state(file.yang, "boards_at_school", True, member=boy)
    owed_cast.state(file.yang, "boards_at_school", None, member=boy)
    owed_cast.explain(file.yang, understood=Understood.NO, words="没听明白")
    owed_cast.say(file.yang, owed_cast.pay(file.yang), Answer.CONTESTED, own_fen=30_000)
    owed_cast.say(file.yang, owed_cast.pay(file.yang, fen=50_000, on=date(2026, 10, 10)))
    page = " ".join(re.sub(r"<[^>]+>", " ", file.client("shi").get(f"{file.home}history/").content.decode()).split())
    for words in (
        "记下“杨小军，住校”：是，杨秀英说的",
        "收回了“杨小军，住校”的说法",
        "记下“有小车或城里的房子这类大件”：否，杨秀英说的",
        "给杨秀英讲了“农村最低生活保障（低保）”",
        "没听懂",
        "没听明白",
        "11 月 10 日说是发了 460 元，凭民政发放表",
        "说了钱收到没有",
        "1 笔收到了",
        "1 笔没收到，或者数不对",
        "农村最低生活保障（低保），2026： 460 → 300",
    ):
        assert words in page, words
    assert "policy_fact" not in page and "benefit_step" not in page


def test_benefits_of_a_rule_that_was_taken_out_stay_to_be_read(file):
    from xinlu.entitlement.services.rules import set_rule, take_out_rule
    from xinlu.pages.desk.rule_example import example

    county = {"by": file.users["chen"], "area": file.yang.county}
    set_rule(**county, text=example("522699", "zh"), reason="文")
    owed_cast.pay(file.yang, policy="river_water_aid", fen=12_000)
    take_out_rule(**county, policy="river_water_aid", reason="到期")
    page = file.client("shi").get(file.owed).content.decode()
    assert "这里已经没有的政策" in page and "喝河水户水费补贴" in page and "120" in page
    assert "喝河水户水费补贴" in file.client("shi").get(f"{file.home}history/").content.decode()
