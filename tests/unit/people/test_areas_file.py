"""Every way in which a file of areas can be wrong is named by line, column, what stands there and what is expected."""

from __future__ import annotations

import pytest

from xinlu.kernel.errors import Refusal
from xinlu.people.areas_file import in_order, read_rows
from xinlu.people.roles import Level

HEAD = "code,name,level,parent\n"
GOOD = "52,黔灵省,province,\n522699,鹧鸪县,county,52\n522699100,鹌鹑乡,township,522699\n"


def rows(body, *, encoding="utf-8"):
    return read_rows((HEAD + body).encode(encoding))


def refused(body, known=None):
    with pytest.raises(Refusal) as refusal:
        in_order(rows(body), known or {})
    return refusal.value.words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_offices_are_read(encoding):
    assert [row.name for row in rows(GOOD, encoding=encoding)] == ["黔灵省", "鹧鸪县", "鹌鹑乡"]


def test_a_byte_order_mark_of_gb18030_is_no_part_of_the_first_name():
    assert read_rows(("\ufeff" + HEAD + GOOD).encode("gb18030"))[0].code == "52"


def test_what_is_neither_encoding_is_refused_with_the_way_out():
    with pytest.raises(Refusal) as refusal:
        read_rows((HEAD + GOOD).encode("utf-16"))
    assert "UTF-8" in refusal.value.words.zh


def test_columns_may_stand_in_any_order_with_others_between():
    content = "level,remark,parent,code,name\nprovince,旧,,52,黔灵省\n".encode()
    assert read_rows(content)[0].level is Level.PROVINCE


def test_blank_lines_and_full_width_digits_are_forgiven():
    assert [row.code for row in rows("\n５２,黔灵省,Province,\n,,,\n")] == ["52"]


def test_parents_come_before_children_whatever_the_order():
    backwards = "".join(reversed(GOOD.splitlines(keepends=True)))
    assert [row.code for row in in_order(rows(backwards), {})] == ["52", "522699", "522699100"]


def test_a_parent_that_is_here_already_need_not_stand_in_the_file():
    assert in_order(rows("522699100200,鹈鹕村,village,522699100\n"), {"522699100": Level.TOWNSHIP})


@pytest.mark.parametrize(
    ("body", "column", "typed"),
    [
        ("52a,黔灵省,province,\n", "code", "52a"),
        ("٥٢,黔灵省,province,\n", "code", "٥٢"),
        (",黔灵省,province,\n", "code", ""),
        ("52,,province,\n", "name", ""),
        (f"52,{'长' * 81},province,\n", "name", "长" * 40),
        ("52,黔灵省,省,\n", "level", "省"),
        ("522699100,鹌鹑乡,township,\n", "parent", ""),
        ("522699,鹧鸪县,county,五二\n", "parent", "五二"),
        ("522699,鹧鸪县,county,53\n", "parent", "53"),
        ("52,黔灵省,province,\n52,黔岭省,province,\n", "code", "52"),
        ("52,黔灵省,province,\n522699,鹧鸪县,province,52\n", "level", "province"),
        ("522699,鹧鸪县,county,522699\n", "parent", "522699"),
        ("522698,孔雀县,county,522699\n522699,鹧鸪县,county,522698\n", "parent", "522699"),
    ],
)
def test_each_slip_is_named_by_line_and_column(body, column, typed):
    words = refused(body)
    line = 3 if body.count("\n") == 2 and body.startswith("52,") else 2
    assert f"第 {line} 行 {column} 列写着“{typed}”" in words.zh
    assert f"Line {line}, column {column} says “{typed}”" in words.en


def test_the_same_row_twice_is_one_area():
    assert len(rows("52,黔灵省,province,\n52,黔灵省,province,\n")) == 1


def test_all_slips_are_told_at_once_but_no_more_than_ten():
    words = refused("".join(f"x{n},名,province,\n" for n in range(13)))
    assert "这 13 处" in words.zh and "还有 3 处" in words.zh
    assert words.zh.count("列写着") == 10


def test_missing_columns_are_named():
    with pytest.raises(Refusal) as refusal:
        read_rows("代码,名称\n52,黔灵省\n".encode())
    assert "code, name, level, parent" in refusal.value.words.en


def test_an_empty_file_is_refused():
    with pytest.raises(Refusal):
        read_rows(b"")
