"""A list of payments at a desk: seen before it is recorded, asked what it does not say, recorded once."""

from __future__ import annotations

import re

import pytest

from apps.pages import desk_fixtures
from apps.pages.test_desk_findings import LISTS, PAGE, SON, STRANGER, YANG, numbered, sent, settle, text
from xinlu.entitlement.models import BenefitStep
from xinlu.exchange.models import Finding, FindingKind, Intake, IntakeState
from xinlu.exchange.payment_rows import POLICY, PURPOSE, WHEN

desk, numbered = desk_fixtures.desk, numbered

HEAD = ("姓名", "身份证号", "发放金额", "发放日期", "补贴项目")
PAID = ("杨正明", SON, 460, "2026-11-10", "低保")


def handed_in(client, *rows, head=HEAD, name="低保发放表.xlsx"):
    """The address of a list of payments that was handed in."""
    return sent(client, head, *rows, topic="payment", name=name)["Location"]


def test_a_list_of_payments_is_shown_before_it_is_recorded(numbered):
    client = numbered.client("shi")
    address = handed_in(
        client, PAID, ("杨秀英", YANG, 1250.5, "2026-10-09", "临时救助"), ("韦大山", STRANGER, *PAID[2:])
    )
    page = text(client.get(address))
    assert not BenefitStep.objects.exists() and Intake.objects.get().state == IntakeState.READ
    assert "1,710.50" in page and "临时救助" in page and "说不准是档案里的谁" in page
    assert re.search(r'value="lay">[^<]*2', page), "how many the button records"
    assert client.post(address, {"do": "lay"}).status_code == 302
    found = {(each.policy, each.amount_fen, each.author.username) for each in BenefitStep.objects.all()}
    assert found == {("subsistence_allowance", 46_000, "shi"), ("temporary_relief", 125_050, "shi")}
    page = text(client.get(address))
    assert "1,710.50" in page and 'value="lay"' not in page and 'value="answer"' not in page
    assert client.post(address, {"do": "lay"}).status_code == 200 and BenefitStep.objects.count() == 2


def test_the_same_list_handed_in_again_has_nothing_to_record(numbered):
    client = numbered.client("shi")
    client.post(handed_in(client, PAID), {"do": "lay"})
    again = handed_in(client, PAID, name="又一份.xlsx")
    assert 'value="lay"' not in text(client.get(again))
    client.post(again, {"do": "lay"})
    assert BenefitStep.objects.count() == 1


def test_what_rows_do_not_say_is_asked_once_for_the_whole_list(numbered):
    client = numbered.client("shi")
    address = handed_in(client, ("杨正明", SON, 460, None, "困难户补助款"), ("杨秀英", YANG, 460, None, "国家助学金"))
    page = text(client.get(address))
    assert 'name="policy"' in page and 'name="when"' in page and "“国家助学金”" in page
    typed = {"do": "answer", "policy": "temporary_relief", "when": "2026-11", "purpose_1": "senior_grant"}
    assert client.post(address, typed).status_code == 302
    assert Intake.objects.get().answers == {
        POLICY: "temporary_relief",
        WHEN: "2026-11",
        f"{PURPOSE}国家助学金": "senior_grant",
    }
    page = text(client.get(address))
    assert 'value="2026-11"' in page and re.search(r'value="senior_grant" selected', page), "what was said stays"
    client.post(address, {"do": "lay"})
    assert {each.policy for each in BenefitStep.objects.all()} == {"temporary_relief", "senior_grant"}
    assert {f"{each.happened_on}" for each in BenefitStep.objects.all()} == {"2026-11-01"}


@pytest.mark.parametrize(
    ("field", "value"), [("when", "上个月"), ("when", "2027-01"), ("policy", "no_such"), ("policy", "house_guarantee")]
)
def test_an_answer_that_cannot_be_stays_as_it_was_typed(numbered, field, value):
    client = numbered.client("shi")
    address = handed_in(client, ("杨正明", SON, 460, None, "低保"))
    response = client.post(address, {"do": "answer", field: value})
    assert response.status_code == 200 and "field--wrong" in text(response)
    assert field == "policy" or f'value="{value}"' in text(response)
    assert Intake.objects.get().answers == {} and Intake.objects.get().state == IntakeState.READ


def test_only_who_handed_it_in_answers_and_records(numbered):
    address = handed_in(numbered.client("shi"), PAID)
    page = text(numbered.client("chen").get(address))
    assert 'value="answer"' not in page and 'value="lay"' not in page
    for asked in ({"do": "lay"}, {"do": "answer", "when": "2026-11"}):
        numbered.client("chen").post(address, asked)
    assert not BenefitStep.objects.exists() and Intake.objects.get().answers == {}
    assert numbered.client("far").get(address).status_code in (403, 404)
    assert numbered.client("zhou").get(LISTS).status_code == 403


def test_a_payment_under_a_rule_that_is_over_waits_with_both_sides_and_is_settled(numbered):
    client = numbered.client("shi")
    client.post(handed_in(client, ("杨正明", SON, 1500, "2026-11-10", "雨露计划")), {"do": "lay"})
    finding = Finding.objects.get(kind=FindingKind.PAID)
    page = text(client.get(PAGE))
    assert "这条政策办到2025-12-31为止" in page and "2026年一共发了1,500元" in page and "低保发放表.xlsx" in page
    assert settle(client, finding, "list", reason="补发去年的").status_code == 302
    assert Finding.objects.get(pk=finding.pk).outcome == "list" and BenefitStep.objects.count() == 1


def test_another_list_shows_nothing_of_payments(numbered):
    client = numbered.client("shi")
    page = text(client.get(sent(client)["Location"]))
    assert 'name="when"' not in page and 'value="answer"' not in page
    assert client.post(sent(client)["Location"], {"do": "answer", "when": "2026-11"}).status_code == 200
    assert {str(each.answers) for each in Intake.objects.all()} == {"{}"}
