"""The sheet for a visit on the helper's phone: what is told, found out and how far a benefit is, recorded all at once."""

from __future__ import annotations

from datetime import date

import pytest

from apps.pages import owed_cast as cast
from apps.pages.field_desk import at, later, logged_in, text_of, wrong_at
from xinlu.entitlement.models import BenefitStep, Explanation, StatedFact
from xinlu.entitlement.selectors.counting import number_to_tell
from xinlu.entitlement.selectors.owed import owed_to
from xinlu.policy.answers import State
from xinlu.registry.services.members import write_member

SHEET = "policies/"


@pytest.fixture
def phone(yang):
    yang.reckon()
    return logged_in(yang.helper)


def sent(phone, yang, **typed):
    return phone.post(at(yang.household, SHEET), typed)


def sheet(phone, yang):
    return text_of(phone.get(at(yang.household, SHEET)))


def test_the_household_page_leads_there_with_the_number_of_things_to_tell(phone, yang):
    page = text_of(phone.get(at(yang.household)))
    assert f'href="{at(yang.household, SHEET)}"' in page and "3 样政策要讲" in page
    assert number_to_tell(yang.household, most=99) == len(owed_to(yang.household).to_tell(99))


def test_three_are_told_in_words_with_the_question_back_and_the_answer_behind_a_fold(phone, yang):
    cast.entitle(yang)
    page = sheet(phone, yang)
    assert page.count('<li class="tell">') == 3
    first = page[page.index('<li class="tell">') :]
    assert "农村最低生活保障（低保）：您家够条件。" in first and "想吃低保，到哪里去申请？" in first
    assert first.index("<summary>该怎么答</summary>") < first.index("到乡镇民政办，走不动请村里代办。")


def test_what_was_explained_is_recorded_with_who_listened_and_what_they_said(phone, yang):
    cast.entitle(yang)
    done = sent(
        phone, yang,
        **{f"told-{cast.ALLOWANCE}": ["杨秀英", "杨正明"], f"understood-{cast.ALLOWANCE}": "yes",
           f"words-{cast.ALLOWANCE}": "到乡里去办", f"told-{cast.PENSION}": ["杨秀英"]},
    )  # fmt: skip
    assert done.status_code == 302
    told, pension = Explanation.objects.order_by("-told_to")
    assert (told.policy, told.told_to, told.understood, told.words) == (
        cast.ALLOWANCE, "杨秀英、杨正明", "yes", "到乡里去办",
    )  # fmt: skip
    assert (pension.policy, pension.understood) == (cast.PENSION, "") and told.author == yang.helper
    assert told.device
    page = sheet(phone, yang)
    assert "讲过的 2 样记下了" in page and "周建民讲给杨秀英、杨正明听" in page and "“到乡里去办" not in page[:500]


def test_a_policy_that_changed_since_it_was_explained_is_to_be_explained_again(phone, yang):
    cast.entitle(yang)
    cast.explain(yang)
    assert "要再讲一遍" not in sheet(phone, yang)
    cast.set_value(yang, "allowance_line_month_fen", 100_001)
    assert "讲过以后变了，要再讲一遍" in sheet(phone, yang)


def test_another_policy_can_be_told_too(phone, yang):
    sent(phone, yang, **{"other-policy": "microcredit", "told-other": ["杨正明"]})
    assert Explanation.objects.get().policy == "microcredit"
    refused = sent(phone, yang, **{"told-other": ["杨正明"]})
    assert refused.status_code == 422 and "讲的是哪一样" in wrong_at(refused, "other-policy")


def test_told_to_nobody_is_refused_and_everything_typed_stays(phone, yang):
    cast.entitle(yang)
    refused = sent(
        phone, yang,
        **{f"understood-{cast.ALLOWANCE}": "no", f"words-{cast.ALLOWANCE}": "没听清", "fact-sudden_event": "yes",
           "said_by": "杨秀英", "step-source": "存折", "step-policy": cast.ALLOWANCE, "step": "applied",
           "step-day": "2026-11-20"},
    )  # fmt: skip
    assert refused.status_code == 422 and "讲给谁听的" in wrong_at(refused, f"told-{cast.ALLOWANCE}")
    page = text_of(refused)
    for typed in (
        'value="没听清"',
        'name="fact-sudden_event" value="yes" checked',
        'value="存折"',
        'value="2026-11-20"',
    ):
        assert typed in page, typed
    assert not Explanation.objects.exists() and not StatedFact.objects.filter(fact="sudden_event").exists()
    assert not BenefitStep.objects.exists()


def test_a_refused_fact_takes_the_explanations_with_it(phone, yang):
    refused = sent(phone, yang, **{"told-temporary_relief": ["杨秀英"], "fact-sudden_event": "yes", "said_by": ""})
    assert refused.status_code == 422 and wrong_at(refused, "said_by")
    assert not Explanation.objects.exists() and not StatedFact.objects.exists()


def test_what_was_found_out_is_stated_and_decides(phone, yang):
    cast.set_value(yang, "allowance_line_month_fen", 100_000)
    page = sheet(phone, yang)
    assert "家里有没有小车" not in page and 'name="fact-has_other_assets"' in page and "问家里，也对一下车管" in page
    done = sent(phone, yang, **{"fact-has_other_assets": "no", "was-fact-has_other_assets": "", "said_by": "杨秀英"})
    assert done.status_code == 302
    stated = StatedFact.objects.get()
    assert (stated.fact, stated.value, stated.said_by) == ("has_other_assets", "no", "杨秀英")
    assert owed_to(yang.household).named(cast.ALLOWANCE).state is State.ENTITLED
    assert "问到的 1 样记下了" in sheet(phone, yang)


def test_a_fact_found_out_before_is_mended_or_taken_back_and_left_alone_writes_nothing(phone, yang):
    cast.state(yang, "has_other_assets", True)
    page = sheet(phone, yang)
    assert 'name="fact-has_other_assets" value="yes" checked' in page and "以前问到的 1 样" in page
    same = {"was-fact-has_other_assets": "yes", "said_by": "杨秀英"}
    assert sent(phone, yang, **{"fact-has_other_assets": "yes", **same}).status_code == 422
    assert StatedFact.objects.count() == 1
    with later():
        sent(phone, yang, **{"fact-has_other_assets": "", **same})
    assert StatedFact.objects.count() == 2 and owed_to(yang.household).known.known.get("has_other_assets") is None


def test_each_sort_of_fact_has_the_input_that_fits_and_keeps_within_its_bounds(phone, yang):
    page = sheet(phone, yang)
    assert '<select class="input" id="fact-disability_level-' in page
    assert 'id="fact-water_minutes_away" name="fact-water_minutes_away" value="" inputmode="numeric"' in page
    done = sent(
        phone, yang, **{"fact-water_minutes_away": "２５", "fact-medical_spending_fen": "1,250.50", "said_by": "杨"}
    )
    assert done.status_code == 302
    assert dict(StatedFact.objects.values_list("fact", "value")) == {
        "water_minutes_away": "25", "medical_spending_fen": "125050",
    }  # fmt: skip
    for fact, typed, words in (
        ("water_minutes_away", "9999", "0到600分钟"),
        ("water_minutes_away", "半天", "不是一个整数"),
        ("medical_spending_fen", "99999999", "0到10,000,000元"),
    ):
        refused = sent(phone, yang, **{f"fact-{fact}": typed, "said_by": "杨"})
        assert refused.status_code == 422 and words in text_of(refused) and typed in text_of(refused)


def test_of_members_only_those_are_asked_about_for_whom_it_is_open(phone, yang):
    boy, man, grandmother = (yang.member(name) for name in ("杨小军", "杨正明", "杨秀英"))
    for member, schooling in ((boy, "vocational"), (man, "not_in_school"), (grandmother, "not_in_school")):
        write_member(yang.household, by=yang.township, said_by="杨", member=member, schooling=schooling)
    page = sheet(phone, yang)
    assert f'name="fact-school_year-{boy}"' in page
    assert f"fact-school_year-{man}" not in page and f"fact-school_year-{grandmother}" not in page
    assert f'name="fact-worker_pension-{grandmother}"' in page and f"fact-worker_pension-{boy}" not in page
    done = sent(phone, yang, **{f"fact-school_year-{boy}": "2", "said_by": "杨小军"})
    assert done.status_code == 302 and StatedFact.objects.get().member == boy
    assert f'name="was-fact-school_year-{boy}" value="2"' in sheet(phone, yang), "it can be mended"


def test_nobody_has_a_certificate_is_an_answer_too(phone, yang):
    members = [yang.member(name) for name in ("杨小军", "杨正明", "杨秀英")]
    done = sent(phone, yang, **{f"fact-disability_level-{each}": "none" for each in members}, said_by="杨秀英")
    assert done.status_code == 302
    assert owed_to(yang.household).named("disability_care").state is State.NOT_ENTITLED


def test_what_the_file_holds_is_entered_there_and_what_an_office_decides_is_said(phone, yang):
    page = sheet(phone, yang)
    boy = yang.member("杨小军")
    for path in ("file/facts/", f"file/member/{boy}/"):
        assert f'href="{at(yang.household, path)}"' in page
    assert 'name="fact-house_grade"' not in page and "这由县里定。" in page
    refused = sent(phone, yang, **{"fact-house_grade": "c", "said_by": "杨"})
    assert refused.status_code == 422 and not StatedFact.objects.exists()


def test_a_step_is_written_down_and_shown_beside_what_the_household_says(phone, yang):
    done = sent(
        phone, yang,
        **{"step-policy": cast.ALLOWANCE, "step": "paid", "step-amount": "460", "step-day": "2026-11-10",
           "step-source": "存折"},
    )  # fmt: skip
    assert done.status_code == 302
    step = BenefitStep.objects.get()
    assert (step.amount_fen, step.happened_on, step.source) == (46_000, date(2026, 11, 10), "存折")
    page = sheet(phone, yang)
    assert "说是发了，户里还没说收到没有" in page and "还没说</dd>" in page
    cast.say(yang, step)
    assert "户里说收到了" in sheet(phone, yang)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"step": ""}, "step"),
        ({"step-policy": ""}, "step-policy"),
        ({"step-amount": ""}, "step-amount"),
        ({"step-amount": "很多"}, "step-amount"),
        ({"step-day": ""}, "step-day"),
        ({"step-day": "2027-01-01"}, "step-day"),
        ({"step-source": ""}, "step-source"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(phone, yang, typed, field):
    usual = {
        "step-policy": cast.ALLOWANCE, "step": "paid", "step-amount": "460", "step-day": "2026-11-10",
        "step-source": "存折",
    }  # fmt: skip
    refused = sent(phone, yang, **{**usual, **typed})
    assert refused.status_code == 422 and wrong_at(refused, field), text_of(refused)
    assert not BenefitStep.objects.exists()


def test_an_empty_sheet_is_not_sent(phone, yang):
    refused = sent(phone, yang)
    assert refused.status_code == 422 and "还什么都没填" in text_of(refused)


def test_who_does_not_answer_for_the_household_sees_nothing(phone, yang, settings):
    settings.XINLU_DESK_MFA = False
    assert logged_in(yang.other_helper).get(at(yang.household, SHEET)).status_code == 404
    for nobody in (yang.county_desk, yang.inspector):
        assert logged_in(nobody).get(at(yang.household, SHEET)).status_code == 403
    stranger = logged_in(yang.other_helper).post(at(yang.household, SHEET), {"told-microcredit": ["杨秀英"]})
    assert stranger.status_code == 404 and not Explanation.objects.exists()


def test_the_link_is_not_shown_to_who_may_not_tell(phone, yang, settings):
    settings.XINLU_DESK_MFA = False
    page = text_of(logged_in(yang.inspector).get(at(yang.household)))
    assert "杨秀英" in page and at(yang.household, SHEET) not in page


def test_in_english_the_sheet_says_the_same(yang, phone):
    page = text_of(logged_in(yang.helper, language="en").get(at(yang.household, SHEET)))
    assert "To tell on this visit" in page and "this cannot be said yet" in page and "To find out at their home" in page
