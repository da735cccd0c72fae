"""Choices of the closed lists: an entry where the text can mean only one, else a refusal that names the entries."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from unit.sheets.reading_cells import ODD_CELLS, changed, how, reading, refusal
from xinlu.practice.vocabulary import (
    VOCABULARY,
    CauseOfPoverty,
    Choice,
    DrinkingWater,
    Education,
    Fuel,
    Health,
    HouseGrade,
    HouseStructure,
    LabourAbility,
    Relation,
    Schooling,
    Sex,
    YesNo,
)
from xinlu.sheets import code_lists
from xinlu.sheets.code_lists import FILE, code_list, key, list_of
from xinlu.sheets.codes import read_code, read_codes, read_yes_no
from xinlu.sheets.reading import Read
from xinlu.sheets.tidying import plain

LISTS = [*dict.fromkeys(VOCABULARY.values())]
WRITTEN = yaml.safe_load(FILE.read_text(encoding="utf-8"))

READ = {
    Sex: {"男": "male", "女 ": "female", "女性": "female", "M": "male", "female": "female", "1.男": "male", "－": None},
    Relation: {
        "户主": "head", "本人": "head", "户主（本人）": "head", "妻子": "spouse", "之妻": "spouse", "丈夫": "spouse", "儿子": "son",
        "长子": "son", "户主之女": "daughter", "女": "daughter", "儿媳": "daughter_in_law", "女婿": "son_in_law", "孙子": "sons_son",
        "孙女": "sons_daughter", "外孙": "daughters_son", "外孙女": "daughters_daughter", "父亲": "father", "岳母": "wifes_mother",
        "婆婆": "husbands_mother", "奶奶": "fathers_mother", "外公": "mothers_father", "弟弟": "sibling", "侄子": "other", "其它": "other",
    },
    Education: {
        "文盲": "none", "文盲/半文盲": "none", "小学文化": "primary", "初中毕业": "junior", "中专": "senior", "职高": "senior",
        "大专": "college", "大学专科": "college", "大学": "university", "研究生": "university", "学龄前": None, "Primary School": "primary",
    },
    Schooling: {
        "在读": "in_school", "是": "in_school", "在校（没说哪一级）": "in_school", "否": "not_in_school", "辍学": "not_in_school",
        "非在校": "not_in_school", "幼儿园": "kindergarten", "学前班": "kindergarten", "三年级": "primary", "小学三年级": "primary",
        "小学在读": "primary", "七年级": "junior", "初一": "junior", "初中生": "junior", "高一": "senior", "中专": "vocational",
        "技校": "vocational", "大专": "college", "大一": "university", "本科": "university", "学龄前": "before_school",
    },
    Health: {
        "良好": "healthy", "慢性病": "chronic", "大病": "grave", "重病": "grave", "残疾人": "disabled", "肢体残疾四级": "disabled",
        "二级残疾": "disabled",
    },
    LabourAbility: {
        "普通劳力": "ordinary", "技能": "skilled", "半劳动力": "weak", "弱劳动力、半劳动力": "weak", "丧失劳动能力": "lost", "无": "none",
    },
    CauseOfPoverty: {
        "因病致贫": "illness", "残疾": "disability", "子女上学": "schooling", "自然灾害": "disaster", "缺耕地": "land", "缺技能": "skills",
        "劳动力不足": "labour", "缺钱": "funds", "交通不便": "transport", "内生动力不足": "drive", "其它": "other", "无": None,
    },
    HouseStructure: {"砖混": "brick_concrete", "框架结构": "reinforced_concrete", "砖瓦房": "brick_wood", "土木结构": "earth", "木房": "other"},
    HouseGrade: {"A级": "a", "a": "a", "Ａ级": "a", "C级危房": "c", "grade D": "d", "B 级": "b"},
    DrinkingWater: {"自来水": "tap", "受保护的井水": "protected_well", "不受保护的泉水": "unprotected_well", "水窖": "rain", "河水": "river"},
    Fuel: {"柴": "straw", "柴草": "straw", "液化气": "bottled_gas", "天然气": "piped_natural_gas", "用电": "electricity", "沼气": "biogas"},
    YesNo: {"√": "yes", "无": "no"},
}  # fmt: skip

REFUSED = [
    (Sex, "男/女", "several"), (Sex, "2.男", "unknown"), (Sex, "1", "number"), (Sex, 2, "number"), (Relation, "媳妇", "unclear"),
    (Relation, "子女", "unclear"), (Relation, "前妻", "unclear"), (Relation, "男", "unknown"), (Relation, "户主、之子", "several"), (Education, "大专及以上", "unclear"),
    (Education, "小学三年级", "unclear"), (Education, "小学肄业", "unclear"), (Education, "初中、高中", "several"), (Education, "无", "unknown"),
    (Schooling, "初中毕业", "unclear"), (Schooling, "休学", "unclear"), (Schooling, "十年级", "unknown"), (Health, "一般", "unclear"),
    (Health, "高血压", "unclear"), (Health, "糖尿病", "unclear"), (Health, "健康（高血压）", "unclear"), (Health, "长期慢性病,残疾", "several"),
    (Health, "患有大病、残疾", "several"), (Health, "因病", "unclear"), (LabourAbility, "有", "unclear"), (CauseOfPoverty, "懒", "unclear"),
    (CauseOfPoverty, "因婚", "unclear"), (CauseOfPoverty, "因病、因残", "several"), (CauseOfPoverty, "因病因残", "unknown"),
    (HouseStructure, "砖房", "unclear"), (HouseStructure, "无房", "unclear"), (HouseGrade, "危房", "unclear"), (HouseGrade, "E级", "unknown"),
    (HouseGrade, "А级", "unknown"), (HouseGrade, "C-D级", "unknown"), (DrinkingWater, "井水", "unclear"), (Fuel, "煤气", "unclear"),
    (Fuel, "电、柴", "several"), (YesNo, "x", "unknown"), (YesNo, 2, "number"), (Health, "x" * 50_000, "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "cell", "code"), [(kind, *pair) for kind, pairs in READ.items() for pair in pairs.items()]
)
def test_what_offices_write_stands_for_one_entry(choice, cell, code):
    assert reading(read_code, cell, choice=choice) == code


@pytest.mark.parametrize(("choice", "cell", "why"), REFUSED)
def test_what_may_mean_two_or_none_is_refused(choice, cell, why):
    assert reading(read_code, cell, choice=choice) == f"code.{why}"


@pytest.mark.parametrize("choice", LISTS)
def test_the_lists_own_words_and_codes_are_read_as_they_stand(choice):
    for each in choice:
        for text in (each.words.zh, each.words.en, each.words.en.upper(), each.value, f" {each.words.zh}\u200b"):
            assert reading(read_code, text, choice=choice) is each and how(read_code, text, choice=choice) is None


@pytest.mark.parametrize("choice", LISTS)
def test_where_nothing_is_known_there_is_none(choice):
    assert [reading(read_code, cell, choice=choice) for cell in (None, "", " ", "—", "/", "不详")] == [None] * 6
    assert (
        reading(read_code, "同上", choice=choice) == "cell.as_above"
        and reading(read_code, "#REF!", choice=choice) == "cell.error"
    )


@pytest.mark.parametrize("choice", LISTS)
@pytest.mark.parametrize("cell", ODD_CELLS, ids=repr)
def test_odd_cells_are_refused(choice, cell):
    assert (
        refusal(read_code, cell, choice=choice)
        and refusal(read_codes, cell, choice=choice)
        and refusal(read_yes_no, cell)
    )


def test_numbers_stand_for_entries_only_where_that_was_announced():
    assert [reading(read_code, cell, choice=Sex, numbered=True) for cell in (1, "1", 2.0, "２", 3)] == [
        Sex.MALE, Sex.MALE, Sex.FEMALE, Sex.FEMALE, "code.number",
    ]  # fmt: skip
    assert reading(read_code, 1, choice=Health, numbered=True) == "code.number"


def test_a_synonym_is_told_and_the_lists_own_word_is_not():
    assert how(read_code, "长子", choice=Relation) == "“长子”读成“之子”"
    assert how(read_code, "肢体残疾四级", choice=Health) == "“肢体残疾四级”读成“残疾”"
    assert how(read_code, "学龄前", choice=Education) == "“学龄前”当作没填"
    assert how(read_code, "A级", choice=HouseGrade) is None


def test_a_refusal_names_the_entries_or_says_what_to_ask():
    assert refusal(read_code, "未婚", choice=Sex).words.zh == "“未婚”不在能填的里面。请从这些里选：男、女"
    assert "写到备注" in refusal(read_code, "长期慢性病,残疾", choice=Health).words.zh
    assert "鉴定表" in refusal(read_code, "危房", choice=HouseGrade).words.zh
    assert refusal(read_code, "砖房", choice=HouseStructure).words.zh.endswith(list_of(HouseStructure).zh)


@pytest.mark.parametrize("choice", LISTS)
def test_no_sentence_of_the_file_is_left_with_a_gap(choice):
    known = code_list(choice)
    for words in (known.several, *known.refused.values(), *(words for _, words in known.refused_endings)):
        filled = words.filled(written="?")
        assert filled.zh and filled.en and "{" not in filled.zh + filled.en
        assert not re.search("[\u4e00-\u9fff]", filled.en.replace("媳妇", ""))


SEVERAL = {
    "柴草（农作物秸秆、干畜粪）、电": ["straw", "electricity"], "柴，电": ["straw", "electricity"], "柴 电 煤": ["straw", "electricity", "coal"],
    "柴;电": ["straw", "electricity"], "柴/电": ["straw", "electricity"], "柴火和沼气": ["straw", "biogas"], "电": ["electricity"],
    "firewood, straw or dung; electricity": ["straw", "electricity"], "电、电": ["electricity"], "1.柴 2.电": ["straw", "electricity"],
    "电；": ["electricity"], "柴\n电": ["straw", "electricity"], "": None, "无": None, "—": None, "煤气、电": "code.unclear",
    "柴、火箭": "code.unknown", 3: "code.number", "同上": "cell.as_above", "电" * 300: "code.too_long",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), SEVERAL.items(), ids=repr)
def test_several_entries(cell, expected):
    found = reading(read_codes, cell, choice=Fuel)
    assert ([each.value for each in found] if isinstance(found, tuple) else found) == expected


def test_causes_with_blanks_within_their_words():
    assert reading(read_codes, "lack of land; poor transport", choice=CauseOfPoverty) == (
        CauseOfPoverty.LAND,
        CauseOfPoverty.TRANSPORT,
    )
    assert refusal(read_codes, "因病,懒", choice=CauseOfPoverty).words.zh.startswith("“懒”是评说人")


@given(st.sampled_from(LISTS), st.data())
def test_any_entries_in_a_row_come_back(choice, data):
    chosen = data.draw(st.lists(st.sampled_from(list(choice)), min_size=1, max_size=3, unique=True))
    language, sign = data.draw(st.sampled_from([("zh", "、"), ("zh", "；"), ("en", "; "), ("zh", "，")]))
    text = sign.join(getattr(each.words, language) for each in chosen)
    assert reading(read_codes, text, choice=choice) == tuple(chosen)


YES_NO = {
    "是": True, "有": True, "√": True, "✓": True, "☑": True, "Y": True, "yes": True, "TRUE": True, "1": True, "参加": True, "已参保": True,
    "已缴费": True, 1: True, "否": False, "无": False, "×": False, "✗": False, "N": False, "no": False, "0": False, 0: False,
    "未参加": False, "没有": False, "未缴费": False, "未": False, "": None, "部分": None, "不清楚": None, "—": None,
    "x": "code.unknown", "低保户": "code.unknown", "应该有": "code.unknown", 2: "code.number", -1: "code.unknown", 0.5: "code.number", "是否": "code.unknown",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "fact"), YES_NO.items(), ids=repr)
def test_yes_and_no(cell, fact):
    assert reading(read_yes_no, cell) == fact


def test_a_tick_box_and_words_of_one_fact_alone():
    assert (reading(read_yes_no, True), reading(read_yes_no, False)) == (True, False)
    assert reading(read_yes_no, "低保户", field="subsistence_allowance") is True
    assert reading(read_yes_no, "未通电", field="electricity") is False
    assert reading(read_yes_no, "低保户", field="electricity") == "code.unknown"
    assert how(read_yes_no, "部分") == "“部分”当作没填" and how(read_yes_no, "√") is None


# Nothing is read that is not on the list.


def stands_for(choice, text):
    """The entries that a text may stand for, from the file alone: every text with everything that may stand around it."""
    written = WRITTEN[
        "yes_no" if choice is YesNo else next(name for name, kind in VOCABULARY.items() if kind is choice)
    ]
    number = re.match(r"\(?[0-9]{1,2}[.、:)-] ?", text)
    bare = {key(text), key(text[number.end() :]) if number else ""}
    around = [("", ""), *((b, a) for b in ("", *written.get("before", ())) for a in ("", *written.get("after", ())))]
    return {
        each
        for each in choice
        for said in (each.words.zh, each.words.en, each.value, *written["codes"].get(each.value, ()))
        for before, after in around
        if before + key(plain(said)) + after in bare
    }


def is_sound(read, choice, text):
    found = reading(read, text, choice=choice)
    return not isinstance(found, Choice) or stands_for(choice, plain(text)) == {found}


TEXTS = st.sampled_from(LISTS).flatmap(
    lambda kind: st.tuples(
        st.just(kind), changed(st.sampled_from(sorted(code_list(kind).texts)), "子女孙外父母长病残级无不未，、（1.AE")
    )
)


@given(TEXTS)
def test_a_slip_of_the_finger_is_refused_or_is_itself_on_the_list(pair):
    assert is_sound(read_code, *pair)


def test_a_reader_that_takes_the_likeliest_entry_is_noticed():
    def guessing(cell, *, choice):
        return Read(next((each for each in choice if set(each.words.zh) & set(cell)), None))

    assert not is_sound(guessing, Relation, "媳妇") or not is_sound(guessing, HouseGrade, "E级")


def test_a_text_for_two_entries_or_an_unknown_code_is_a_fault_of_the_file(monkeypatch):
    for written in ({"codes": {"male": ["人"], "female": ["人"]}}, {"codes": {"man": ["人"]}}):
        monkeypatch.setattr(code_lists, "_file", lambda written=written: {"sex": written})
        code_list.cache_clear()
        with pytest.raises(ValueError, match=r"codes\.yaml"):
            code_list(Sex)
    code_list.cache_clear()
