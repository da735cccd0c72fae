"""Lists of payments: each row a claim that money was paid, recorded once, for the household to say whether it came."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.exchange.offices import id_number, write
from xinlu.config import listing
from xinlu.entitlement.models import BenefitStep, OwedPolicy
from xinlu.entitlement.selectors.benefits import benefits_of
from xinlu.entitlement.services import benefits
from xinlu.entitlement.services.benefits import answer_payment, record_step
from xinlu.entitlement.services.looking import look_at
from xinlu.entitlement.services.rules import set_rule
from xinlu.entitlement.steps import Stands, Step
from xinlu.exchange.list_findings import Settled
from xinlu.exchange.list_outcome import ListOutcome
from xinlu.exchange.models import Finding, FindingKind, Intake, IntakeKind
from xinlu.exchange.payment_rows import NO_POLICY, POLICY, PURPOSE, WHEN
from xinlu.exchange.services import payments as recording
from xinlu.exchange.services.intakes import begin, desk_without_a_person
from xinlu.exchange.services.lists import compare_list, finish_list
from xinlu.exchange.services.registers import Bringing
from xinlu.exchange.services.settling import settle_finding
from xinlu.exchange.topics import topic_of
from xinlu.kernel.errors import Refusal
from xinlu.people.models import Area
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.records.models import Household, LedgerEntry
from xinlu.records.selectors import heads
from xinlu.records.selectors.digests import verify
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.files import members_on

YANG, SON = id_number("19430302", 2), id_number("19700511", 3)
WU, LONG, GIRL = id_number("19550606", 5), id_number("19570912", 6), id_number("20140101", 8)
SHI, STRANGER = id_number("19621224", 2), id_number("19880808", 8)
HEAD = ("领取人", "身份证号", "发放金额", "发放日期", "补贴项目")
TODAY = date(2026, 11, 23)
RULE = """
policies:
  - id: county_winter_grant
    name: {zh: 县里的取暖补贴, en: the county's heating grant}
    short: {zh: 房子是B级的户，每月补500元。, en: "Households whose house is of grade B get 500 yuan a month."}
    source: {zh: 县政府办〔2026〕3号, en: county office 2026 no. 3}
    seen_on: 2026-11-20
    standing: confirmed
    place: "522699"
    from: 2026-01-01
    clauses:
      - name: grade_b
        says: {zh: 房子是B级, en: the house is of grade B}
        is: house_grade = 'b'
    amount:
      per: month
      tiers:
        - each: 50000
          says: {zh: 每月500元, en: 500 yuan a month}
    papers: [{zh: 户口簿, en: the household register}]
    where: {zh: 村委会, en: the village office}
    question: {zh: 一个月多少？, en: "How much a month?"}
    answer: {zh: 500元。, en: 500 yuan.}
"""


class Lists:
    """Lists written out and taken in, as the command does it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def paid(self, *rows: tuple[Any, ...], head: tuple[str, ...] = HEAD, **how: Any) -> ListOutcome:
        sheets = how.pop("sheets", None) or {"Sheet1": (*how.pop("above", ()), head, *rows)}
        file = write(self._folder / how.pop("name", "发放表.xlsx"), sheets)
        by, answers, area = desk_without_a_person(), how.pop("answers", {}), how.pop("area", None)
        intake = begin(name=file.name, sha256="", by=by, area=area, kind=IntakeKind.LIST, topic="payment")
        bringing = Bringing(intake, by, reach=(area.path,) if area else (), answers=answers)
        outcome = compare_list(file, bringing, topic=topic_of("payment"), dry_run=how.pop("dry_run", False))
        finish_list(intake, outcome)
        return outcome


@pytest.fixture
def lists(brought, tmp_path):
    """The office's register is in."""
    return Lists(tmp_path)


@pytest.fixture
def ruled(lists):
    """The county has a rule of its own whose answer and amount are known."""
    set_rule(by=desk_without_a_person(), area=Area.objects.get(code="522699"), text=RULE, reason="县里定的")
    return lists


def home(name: str) -> Household:
    return CurrentFile.objects.get(head_name=name).household


def steps(name: str | None = None) -> list[tuple[str, str, int, str, str]]:
    """Policy, period, yuan, day and source of the payments that count, in the order of their rows."""
    found = heads(BenefitStep).filter(**({"household": home(name)} if name else {}))
    told = [(each.policy, each.period, each.amount_fen, f"{each.happened_on}", each.source) for each in found]
    return [(policy, period, fen // 100, day, source) for policy, period, fen, day, source in sorted(told, key=_row)]


def _row(told: tuple[str, str, int, str, str]) -> tuple[str, int]:
    name, _, row = told[4].partition(" 第 ")
    return name, int(row.removesuffix(" 行") or 0)


def why(outcome: ListOutcome) -> list[tuple[int, str]]:
    """Row and reason of whatever could not be placed."""
    assert outcome.payments is not None
    return [(each.spot.row, each.code) for each in outcome.payments.unplaced]


def counts(outcome: ListOutcome) -> dict[str, int]:
    return outcome.as_json()["counts"]


def row(name="吴老根", number=WU, yuan: Any = 460, day: Any = "2026-11-10", purpose: Any = "农村低保金"):
    return (name, number, yuan, day, purpose)


def test_each_row_becomes_a_payment_of_that_persons_household(lists):
    outcome = lists.paid(
        row(), row("杨正明", SON, "1,250.50元", date(2026, 10, 9), "2026年临时救助"), name="十一月.xlsx"
    )
    assert steps("吴老根") == [("subsistence_allowance", "2026", 460, "2026-11-10", "十一月.xlsx 第 2 行")]
    (step,) = heads(BenefitStep).filter(household=home("杨秀英"))
    assert (step.policy, step.step, step.amount_fen) == ("temporary_relief", Step.PAID, 125_050)
    assert (step.note, step.author.username, step.device.partition(":")[0]) == ("发给杨正明", "xinlu-import", "list")
    assert verify(step) and LedgerEntry.objects.filter(pk=step.pk).exists()
    told = counts(outcome)
    assert (told["payments"], told["payment_households"], told["payment_fen"]) == (2, 2, 171_050)
    assert why(outcome) == [] and told["payments_no_policy"] == 0


def test_a_payment_is_a_claim_until_the_household_says_that_it_came(lists):
    lists.paid(row())
    household = home("吴老根")
    (benefit,) = benefits_of([household.pk])[household.pk]
    assert (benefit.stands, benefit.paid_fen, benefit.received_fen) == (Stands.PAID_NOT_ASKED, 46_000, 0)
    step = benefit.steps[0].record
    answer_payment(
        household, payment=step.pk, shown_digest=step.digest, answer=Answer.CONTESTED, own_fen=30_000,
        channel=Channel.HELPER_DEVICE, device="phone", by=desk_without_a_person(),
        said_by=members_on(household, TODAY)[0].member,
    )  # fmt: skip
    (benefit,) = benefits_of([household.pk])[household.pk]
    assert (benefit.stands, benefit.received_fen) == (Stands.PAID_NOT_RECEIVED, 30_000)


def test_a_dry_run_tells_the_same_and_records_nothing(lists):
    before = LedgerEntry.objects.count()
    told = lists.paid(row(), row("杨正明", SON), dry_run=True)
    assert LedgerEntry.objects.count() == before and not BenefitStep.objects.exists()
    report = told.as_json()["payments"]
    assert [(each["row"], each["name"], each["amount_fen"], each["fate"]) for each in report["listed"]] == [
        (2, "吴老根", 46_000, "new"),
        (3, "杨正明", 46_000, "new"),
    ]
    assert counts(lists.paid(row(), row("杨正明", SON))) == counts(told)


def test_the_same_list_twice_changes_nothing(lists):
    rows = (row(), row("龙桂花", LONG), row("杨正明", SON))
    lists.paid(*rows)
    before = steps(), LedgerEntry.objects.count(), Finding.objects.count()
    again = lists.paid(*rows)
    assert (steps(), LedgerEntry.objects.count(), Finding.objects.count()) == before
    told = counts(again)
    assert (told["payments"], told["payments_known"], told["payment_fen"]) == (0, 3, 0)


def test_the_same_payments_under_another_name_or_in_other_rows_are_known(lists):
    lists.paid(row(), row("龙桂花", LONG))
    moved = lists.paid(row("龙桂花", LONG), row(), row("石明英", SHI), name="发放表(1).xlsx")
    assert (counts(moved)["payments"], counts(moved)["payments_known"]) == (1, 2)
    assert len(steps("吴老根")) == 2, "one for each of them"


def test_two_pupils_of_one_household_paid_on_one_day_are_two_payments(lists):
    lists.paid(row("吴小妹", GIRL, 500), row("龙桂花", LONG, 600), row("吴老根", WU, 500))
    assert [each[2] for each in steps("吴老根")] == [500, 600, 500]
    assert not BenefitStep.objects.exclude(supersedes=None).exists()
    more = lists.paid(row("吴小妹", GIRL, 500), row("吴小妹", GIRL, 500), name="第二批.xlsx")
    assert (counts(more)["payments_known"], counts(more)["payments_new"]) == (1, 1), "each stands for one"
    assert [each.code for each in more.read.asked] == ["paid.twice"]


def test_without_telling_rows_apart_the_second_pupil_would_take_the_firsts_place(lists, monkeypatch):
    """The negative control: the identity that steps had before."""
    monkeypatch.setattr(benefits, "FROM_LIST", "never:")
    for name, fen in (("发给吴小妹", 50_000), ("发给龙桂花", 60_000)):
        record_step(
            home("吴老根"), by=desk_without_a_person(), policy="subsistence_allowance", step=Step.PAID,
            happened_on=date(2026, 11, 10), source=f"发放表 {name}", amount_fen=fen, note=name, device="list:1",
        )  # fmt: skip
    assert heads(BenefitStep).count() == 1


def test_a_row_that_tells_another_amount_than_before_corrects_its_own_payment_alone(lists):
    lists.paid(row("吴小妹", GIRL, 500), row("龙桂花", LONG, 600))
    outcome = lists.paid(row("吴小妹", GIRL, 550), row("龙桂花", LONG, 600))
    assert [each[2] for each in steps("吴老根")] == [550, 600]
    assert (counts(outcome)["payments_corrected"], counts(outcome)["payments_known"]) == (1, 1)
    assert BenefitStep.objects.count() == 3


def test_a_row_moved_to_the_place_of_another_member_does_not_correct_that_members_payment(lists):
    lists.paid(row("吴小妹", GIRL, 500), row("龙桂花", LONG, 600))
    lists.paid(row("石明英", SHI), row("吴小妹", GIRL, 500), row("龙桂花", LONG, 600))
    assert [each[2] for each in steps("吴老根")] == [500, 600]
    assert BenefitStep.objects.count() == 3
    lists.paid(row("石明英", SHI), row("吴小妹", GIRL, 550))
    assert sorted(each[2] for each in steps("吴老根")) == [500, 550, 600], "the other member's stands in the same row"


def test_what_a_person_entered_by_hand_is_not_recorded_once_more_and_the_other_way_round(lists):
    by_hand = {
        "by": desk_without_a_person(), "policy": "subsistence_allowance", "step": Step.PAID,
        "happened_on": date(2026, 11, 10), "amount_fen": 46_000,
    }  # fmt: skip
    entered = record_step(home("吴老根"), source="民政的人说的", **by_hand)
    assert counts(lists.paid(row()))["payments_known"] == 1
    assert list(heads(BenefitStep)) == [entered]
    lists.paid(row("杨秀英", YANG), name="另一份.xlsx")
    found = record_step(home("杨秀英"), source="民政的人说的", **by_hand)
    assert found.source == "另一份.xlsx 第 2 行" and len(steps("杨秀英")) == 1
    record_step(home("杨秀英"), source="民政的人说的", **{**by_hand, "amount_fen": 10_000})
    assert sorted(each[2] for each in steps("杨秀英")) == [100, 460], "the row stands"


def test_a_month_is_enough_and_says_which_period(ruled):
    head = ("领取人", "身份证号", "金额", "所属月份", "打款日期", "用途")
    ruled.paid(
        ("杨秀英", YANG, 500, "2026年9月", "2026-10-08", "县里的取暖补贴"),
        ("杨秀英", YANG, 500, 202610, None, "县里的取暖补贴"),
        ("杨秀英", YANG, 500, None, "2026.11", "县里的取暖补贴"),
        head=head,
    )
    assert [each[1:4] for each in steps("杨秀英")] == [
        ("2026-09", 500, "2026-10-08"),
        ("2026-10", 500, "2026-10-01"),
        ("2026-11", 500, "2026-11-01"),
    ]
    notes = [each.note for each in heads(BenefitStep).order_by("period")]
    assert notes == ["发给杨秀英", "发给杨秀英，名单上只有月份", "发给杨秀英，名单上只有月份"]


def test_without_a_day_the_rows_come_back_until_one_is_said_for_the_whole_list(lists):
    bare = (row(day=None), row("杨正明", SON, day="2026-10-09"))
    outcome = lists.paid(*bare)
    assert why(outcome) == [(2, "paid.no_day")] and counts(outcome)["payments_no_day"] == 1
    assert len(steps()) == 1
    lists.paid(*bare, answers={WHEN: "2026-11"})
    assert [each[3] for each in steps()] == ["2026-11-01", "2026-10-09"]
    for wrong in ("昨天", "2026-12", "2026-11-24"):
        with pytest.raises(Refusal):
            lists.paid(*bare, answers={WHEN: wrong})


def test_a_purpose_that_may_be_a_policy_is_asked_about_and_never_taken(lists):
    outcome = lists.paid(row(purpose="雨露计划职教补助"), row("杨正明", SON, purpose="国家助学金"))
    assert steps() == [] and why(outcome) == [(2, "paid.near"), (3, "paid.near")]
    assert counts(outcome)["payments_no_purpose"] == 2
    told = {
        each["written"]: [near["policy"] for near in each["near"]] for each in outcome.as_json()["payments"]["purposes"]
    }
    assert told == {"雨露计划职教补助": ["rain_and_dew"], "国家助学金": ["senior_grant", "vocational_grant"]}
    answers = {f"{PURPOSE}雨露计划职教补助": "rain_and_dew", f"{PURPOSE}国家助学金": NO_POLICY}
    outcome = lists.paid(row(purpose="雨露计划职教补助"), row("杨正明", SON, purpose="国家助学金"), answers=answers)
    assert [each[0] for each in steps()] == ["rain_and_dew"] and counts(outcome)["payments_no_policy"] == 1


def test_a_policy_for_the_whole_list_is_of_rows_that_name_none(lists):
    rows = (row(purpose=None), row("杨正明", SON, purpose="困难户生活补助款"), row("石明英", SHI, purpose="临时救助"))
    outcome = lists.paid(*rows)
    assert [each[0] for each in steps()] == ["temporary_relief"]
    assert (2, "paid.no_purpose") in why(outcome)
    lists.paid(*rows, answers={POLICY: "subsistence_allowance"})
    assert [each[0] for each in steps()] == ["subsistence_allowance", "subsistence_allowance", "temporary_relief"]
    with pytest.raises(Refusal, match=r"policy\.unknown"):
        lists.paid(*rows, answers={POLICY: "house_guarantee"})


def test_a_policy_of_another_place_is_not_placed(lists):
    outcome = lists.paid(row(purpose=None), answers={POLICY: "extreme_poverty_support"})
    assert why(outcome) == [(2, "paid.not_here")] and steps() == [], "the province of these areas has no such rule"


def test_what_is_paid_for_no_policy_is_left_and_counted(lists):
    outcome = lists.paid(row(purpose="耕地地力保护补贴"), row("韦大山", STRANGER, purpose="耕地地力保护补贴"))
    assert steps() == [] and counts(outcome)["payments_no_policy"] == 1
    assert [each.kind for each in Finding.objects.all()] == [FindingKind.NOBODY], "its people are found as before"


def test_whoever_is_not_surely_on_file_is_not_paid(lists):
    outcome = lists.paid(row("韦大山", STRANGER), row("韦大山", LONG), row("吴老根", None))
    assert steps() == [] and {code for _, code in why(outcome)} == {"paid.who"} and len(why(outcome)) == 3
    finding = Finding.objects.get(kind=FindingKind.OTHER_NAME)
    settle_finding(finding, outcome=Settled.FILE, by=desk_without_a_person(), reason="名单写错了名字")
    outcome = lists.paid(row("韦大山", STRANGER), row("韦大山", LONG), row("吴老根", None))
    assert [each[4] for each in steps()] == ["发放表.xlsx 第 3 行"], "once it is settled, the list in once more"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"yuan": "约500"}, "number.vague"),
        ({"yuan": None}, "paid.no_amount"),
        ({"yuan": 0}, "paid.nothing"),
        ({"yuan": -460}, "paid.below_zero"),
        ({"day": "上个月"}, "paid.when"),
        ({"day": "2026-11-24"}, "date.not_yet"),
        ({"day": 2026.1}, "paid.when"),
    ],
)
def test_a_row_that_does_not_say_what_was_paid_is_told_by_its_cell(lists, cells, code):
    outcome = lists.paid(row(**cells), row("杨正明", SON))
    assert why(outcome)[0][0] == 2 and (why(outcome)[0][1] == code or code.startswith("number."))
    assert len(why(outcome)) == 1 and len(steps()) == 1, "the others go on"


def test_rows_that_were_not_paid_and_sums_are_no_payments(lists):
    rows = (
        ("吴老根", WU, 460, "2026-11-10", "低保", "成功"),
        ("杨正明", SON, 460, "2026-11-10", "低保", "退回"),
        ("合计", None, 920, None, None, None),
    )
    outcome = lists.paid(*rows, head=(*HEAD, "发放状态"))
    assert why(outcome) == [(3, "paid.not_paid")] and [each[2] for each in steps()] == [460]


def test_of_several_amounts_the_one_that_was_paid_out_counts_and_units_are_read(lists):
    lists.paid(
        ("吴老根", WU, 600, 460, "2026-11-10", "低保"),
        head=("姓名", "身份证号", "应发金额", "实发金额", "发放日期", "项目"),
    )
    lists.paid(
        ("石明英", SHI, 0.12, "2026-11-10 09:31:22", "低保"),
        above=(("低保金发放表（单位：万元）", None, None, None, None),),
        head=("姓名", "身份证号", "金额", "到账时间", "项目"),
        name="万元.xlsx",
    )
    assert [each[2] for each in steps()] == [1200, 460]


def test_rows_of_two_sheets_are_told_apart(lists):
    lists.paid(sheets={"一组": [HEAD, row()], "二组": [HEAD, row()]})
    assert [each[4] for each in steps()] == ["发放表.xlsx 一组 第 2 行", "发放表.xlsx 二组 第 2 行"]


def test_nobody_outside_the_reach_is_paid(lists, areas):
    outcome = lists.paid(row(), area=areas["522698101"])
    assert steps() == [] and why(outcome) == [(2, "paid.who")]


def paid_findings() -> list[tuple[str, str, str]]:
    found = [json.loads(each.body) for each in Finding.objects.filter(kind=FindingKind.PAID).order_by("place_id", "pk")]
    return sorted((each["of"], each["here"]["zh"], each["there"]["zh"]) for each in found)


def test_a_payment_that_the_rules_do_not_give_is_a_finding_and_recorded_all_the_same(ruled):
    outcome = ruled.paid(
        row("吴老根", WU, 500, purpose="县里的取暖补贴"),  # grade A
        row("杨秀英", YANG, 500, purpose="县里的取暖补贴"),  # as ruled
        row("石明英", SHI, 500, purpose="低保"),  # nobody knows
    )
    assert len(steps()) == 3 and counts(outcome)["findings"] == 1
    assert paid_findings() == [("吴老根", "照现在的档案，按规定没有这一项", "2026年11月一共发了500元")]
    (told,) = outcome.as_json()["findings"]
    assert told["row"] == 2 and "取暖补贴" in told["zh"] and "heating grant" in told["en"]
    again = ruled.paid(row("吴老根", WU, 500, purpose="县里的取暖补贴"))
    assert (counts(again)["findings"], counts(again)["known"]) == (0, 1)


def test_another_amount_than_the_rules_is_a_finding_with_both_and_the_source(ruled):
    ruled.paid(row("杨秀英", YANG, 300, purpose="县里的取暖补贴"), name="少发.xlsx")
    (finding,) = Finding.objects.all()
    body = json.loads(finding.body)
    assert (body["source"], body["row"], finding.household) == ("少发.xlsx", 2, home("杨秀英"))
    assert paid_findings() == [("杨秀英", "按规定是每月500元", "2026年11月一共发了300元")]
    settle_finding(finding, outcome=Settled.LIST, by=desk_without_a_person(), reason="先发一半")
    ruled.paid(row("杨秀英", YANG, 300, purpose="县里的取暖补贴"), name="少发.xlsx")
    assert Finding.objects.count() == 1, "what was settled is not raised again"


def test_two_parts_of_one_months_amount_are_as_ruled(ruled):
    outcome = ruled.paid(
        row("杨秀英", YANG, 300, purpose="县里的取暖补贴"), row("杨正明", SON, 200, purpose="县里的取暖补贴")
    )
    assert counts(outcome)["findings"] == 0, "300 and 200 are the household's 500"


def test_a_payment_under_a_rule_that_is_over_is_a_finding(lists):
    lists.paid(row("杨正明", SON, 1500, purpose="雨露计划"))
    assert paid_findings() == [("杨正明", "这条政策办到2025-12-31为止", "2026年一共发了1,500元")]


@pytest.mark.parametrize("was_looked_through", [True, False])
def test_areas_count_the_payments_of_a_list_as_after_a_look_through(ruled, was_looked_through):
    if was_looked_through:
        look_at([home("杨秀英"), home("吴老根")])
        assert owed("杨秀英")["county_winter_grant"] == ("entitled", Stands.NOT_APPLIED)
    ruled.paid(row("杨秀英", YANG, 500, purpose="县里的取暖补贴"), row(), row("吴老根", purpose="县里的取暖补贴"))
    found = {name: owed(name) for name in ("杨秀英", "吴老根")}
    assert found["杨秀英"]["county_winter_grant"] == ("entitled", Stands.PAID_NOT_ASKED)
    assert found["吴老根"]["county_winter_grant"] == ("not_entitled", "")
    look_at([home("杨秀英"), home("吴老根")])
    assert found == {name: owed(name) for name in ("杨秀英", "吴老根")}


def owed(name: str) -> dict[str, tuple[str, str]]:
    found = OwedPolicy.objects.filter(household=home(name))
    return {each.policy: (each.answer, each.stands) for each in found}


def test_stopped_half_way_the_same_list_goes_on(ruled, monkeypatch):
    rows = (row(), row("杨正明", SON), row("石明英", SHI))
    monkeypatch.setattr(recording, "AT_ONCE", 1)
    record, calls = recording.record_payments, []

    def stops(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the lights went out")
        return record(*args, **kwargs)

    monkeypatch.setattr(recording, "record_payments", stops)
    with pytest.raises(RuntimeError):
        ruled.paid(*rows)
    assert len(steps()) == 1
    assert counts(ruled.paid(*rows))["payments_new"] == 2 and len(steps()) == 3


def test_many_rows_ask_as_many_queries_as_few(lists):
    def asked(*rows):
        with CaptureQueriesContext(connection) as queries:
            lists.paid(*rows)
        return len(queries)

    asked(row(day="2026-09-10"))
    few = asked(row(day="2026-10-10"))
    many = asked(*(row(yuan=460 + n, day="2026-11-10") for n in range(60)))
    assert many == few


@pytest.fixture
def command(monkeypatch, tmp_path):
    """`xinlu import list --topic payment`, in Chinese; the words that it says."""
    monkeypatch.setattr(listing, "make_ready", lambda: None)

    def run(*rows, capsys, language="zh", head=HEAD, **asked):
        file = write(tmp_path / "发放表.xlsx", {"名单": [head, *rows]})
        wanted = {"topic": "payment", "dry_run": False, "report": None, "area": "", "login": "", "complete": False}
        listing.compare_list(listing.WantedList(file=file, language=language, **{**wanted, **asked}))
        return capsys.readouterr().out

    return run


def test_the_command_says_what_it_would_record_and_records_it(ruled, command, capsys):
    rows = (row(), row("杨正明", SON, "1,250.5"), row("韦大山", STRANGER), row("石明英", SHI, purpose="地力补贴"))
    said = command(*rows, capsys=capsys, dry_run=True)
    assert (
        "会记下发放 2 笔，2 户，一共 1,710.50 元" in said and "什么都没存" in said and not BenefitStep.objects.exists()
    )
    assert "农村最低生活保障（低保）（subsistence_allowance）：2 笔" in said
    assert "1 行发的不是这里的哪条政策" in said and "名单!4  韦大山" in said
    said = command(*rows, capsys=capsys)
    assert "记下发放 2 笔" in said and "收没收到要问户里" in said and BenefitStep.objects.count() == 2
    said = command(*rows, capsys=capsys, language="en")
    assert "0 payments recorded" in said and "2 on record before" in said


def test_the_command_takes_policy_and_day_for_the_whole_list_or_for_one_purpose(lists, command, capsys):
    rows = (row(purpose="国家助学金", day=None), row("石明英", SHI, purpose="困难户补助款", day=None))
    said = command(*rows, capsys=capsys)
    assert "--policy 国家助学金=senior_grant" in said and not BenefitStep.objects.exists()
    said = command(*rows, capsys=capsys, policies=("国家助学金=senior_grant", "temporary_relief"))
    assert "2 行没写哪天发的" in said and "--paid-on" in said
    asked = {"policies": ("国家助学金=senior_grant", "temporary_relief"), "paid_on": "2026-11-10"}
    command(*rows, capsys=capsys, **asked)
    assert [each[0] for each in steps()] == ["senior_grant", "temporary_relief"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"policies": ("no_such_policy",)}, "policy.unknown"),
        ({"policies": ("低保=water_guarantee",)}, "policy.unknown"),
        ({"paid_on": "2027-01"}, "paid.not_yet"),
        ({"paid_on": "上个月"}, "paid.when"),
        ({"paid_on": "2026-11", "topic": "insurance"}, "list.no_payments"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_before_anything_is_read(lists, command, capsys, asked, code):
    with pytest.raises(Refusal) as refused:
        command(row(), capsys=capsys, **asked)
    assert refused.value.code == code and not Intake.objects.filter(kind=IntakeKind.LIST).exists()
