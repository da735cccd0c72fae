"""A visit written down on the helper's phone: whole, or refused with everything kept."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.pages.field_desk import at, logged_in, text_of, wrong_at
from xinlu.casework.models import HouseholdFigures, Visit
from xinlu.records.models import Picture, Withdrawal


@pytest.fixture
def phone(yang):
    return logged_in(yang.helper)


TYPED = {
    "began_at": "2026-11-23T11:10",
    "minutes": "40",
    "place": "home",
    "present": ["杨秀英", "杨小军"],
    "others_present": "村医",
    "heard": "鸡卖了十二只 🐔",
    "explained": "医保怎么报",
    "house": "fine",
    "harvest": "trouble",
    "harvest_words": "谷子倒了一半",
    "school": "",
    "hospital": "",
    "water": "fine",
}


def picture(name="a.png", color="green"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def send(phone, yang, **changes):
    return phone.post(at(yang.household, "visit/"), {**TYPED, **changes})


def test_a_visit_is_recorded_with_who_what_and_the_five_questions(yang, phone):
    answer = send(phone, yang, pictures=[picture(), picture("b.png", "red")])
    assert answer.status_code == 302, text_of(answer)
    visit = Visit.objects.get()
    assert (visit.minutes, visit.place, visit.present) == (40, "home", ["杨秀英", "杨小军"])
    assert (visit.house, visit.harvest, visit.harvest_words, visit.school) == ("fine", "trouble", "谷子倒了一半", "")
    assert visit.heard == "鸡卖了十二只 🐔" and visit.began_at.isoformat() == "2026-11-23T03:10:00+00:00"
    assert len(visit.pictures) == 2 == Picture.objects.count()
    assert HouseholdFigures.objects.get(household=yang.household).visits == 1


def test_the_form_begins_now_and_leans_on_no_answer(yang, phone):
    text = text_of(phone.get(at(yang.household, "visit/")))
    assert 'value="2026-11-23T12:00"' in text
    assert text.count("checked") == 5 == text.count('value="" checked')


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"minutes": ""}, "minutes", "坐了多少分钟"),
        ({"minutes": "半个钟头"}, "minutes", "不是一个整数"),
        ({"minutes": "0"}, "minutes", "写 1 到"),
        ({"place": ""}, "place", "要选一个"),
        ({"began_at": "昨天"}, "began_at", "看不出是哪天几点"),
        ({"began_at": "2026-11-24T09:00"}, "began_at", "还没到"),
        ({"school_words": "走一个钟头"}, "school", "还要选"),
        ({"heard": "字" * 40_000}, "heard", "40,000"),
        ({"house": "fine", "house_words": "字" * 40_000}, "house", "40,000"),
        ({"others_present": "人" * 300}, "others_present", "没法存"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_everything_typed_is_kept(yang, phone, changes, field, words):
    answer = send(phone, yang, **changes)
    assert answer.status_code == 422 and words in wrong_at(answer, field), wrong_at(answer, field)
    assert not Visit.objects.exists()
    text = text_of(answer)
    kept = {**TYPED, **changes}
    for name in ("others_present", "heard", "explained", "harvest_words", "minutes", "began_at"):
        assert kept[name] in text, name
    assert 'value="杨秀英" checked' in text and 'value="杨正明" checked' not in text
    assert 'name="harvest" value="trouble" checked' in text
    if kept["place"]:
        assert 'name="place" value="home" checked' in text


def test_a_visit_on_which_nothing_was_seen_or_heard_is_refused(yang, phone):
    empty = {"began_at": "2026-11-23T11:10", "minutes": "5", "place": "home"}
    answer = phone.post(at(yang.household, "visit/"), empty)
    assert answer.status_code == 422 and "总要写一样" in wrong_at(answer, "present") and not Visit.objects.exists()


def test_a_picture_that_is_none_is_refused_and_said_to_be_chosen_again(yang, phone):
    none = SimpleUploadedFile("a.jpg", b"this is no picture", "image/jpeg")
    answer = send(phone, yang, pictures=[picture(), none])
    assert "不是照片" in wrong_at(answer, "pictures") and "照片要重新选" in text_of(answer)
    assert TYPED["heard"] in text_of(answer) and not Visit.objects.exists() and not Picture.objects.exists()


def test_more_than_three_pictures_are_refused(yang, phone):
    answer = send(
        phone, yang, pictures=[picture(str(n), color) for n, color in enumerate(("red", "blue", "tan", "pink"))]
    )
    assert "最多 3 张" in wrong_at(answer, "pictures") and not Visit.objects.exists()


def test_a_stranger_named_as_present_is_left_out(yang, phone):
    send(phone, yang, present=["杨秀英", "邻居"])
    assert Visit.objects.get().present == ["杨秀英"]


def test_a_visit_written_in_error_is_withdrawn_with_a_reason_and_stays_to_be_read(yang, phone):
    send(phone, yang)
    visit = Visit.objects.get()
    address = at(yang.household, f"visit/{visit.pk}/withdraw/")
    assert "鸡卖了十二只" in text_of(phone.get(address))
    refused = phone.post(address, {"reason": " "})
    assert refused.status_code == 422 and "要写一句" in wrong_at(refused, "reason") and not Withdrawal.objects.exists()
    assert phone.post(address, {"reason": "记到别家去了"}).status_code == 302
    assert Withdrawal.objects.get().reason == "记到别家去了" and Visit.objects.count() == 1
    assert HouseholdFigures.objects.get(household=yang.household).visits == 0


def test_nobody_withdraws_another_ones_visit(yang, phone):
    from datetime import date

    from xinlu.registry.services.assignments import assign_helper

    send(phone, yang)
    assign_helper(yang.household, by=yang.township, helper=yang.other_helper, since=date(2026, 11, 23))
    address = at(yang.household, f"visit/{Visit.objects.get().pk}/withdraw/")
    other = logged_in(yang.other_helper)
    assert other.get(at(yang.household)).status_code == 200
    assert other.post(address, {"reason": "不是我记的"}).status_code == 404 and not Withdrawal.objects.exists()
