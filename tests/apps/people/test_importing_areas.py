"""A file of areas comes in whole or not at all, and twice is the same as once."""

from __future__ import annotations

import pytest

from xinlu.kernel.errors import Refusal
from xinlu.people.models import Area
from xinlu.people.services.areas import Report, import_areas

pytestmark = pytest.mark.django_db

ROWS = """code,name,level,parent
522699100200,鹈鹕村,village,522699100
52269910020001,一组,group,522699100200
52,黔灵省,province,
522699100,鹌鹑乡,township,522699
5226,麒麟州,prefecture,52
522699,鹧鸪县,county,5226
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text(ROWS)
    return path


def test_areas_come_in_with_their_paths_whatever_the_order_of_rows(file):
    assert import_areas(file) == Report(added=6, renamed=0, unchanged=0)
    group = Area.objects.get(code="52269910020001")
    assert group.path == "52/5226/522699/522699100/522699100200/52269910020001/"
    assert group.parent.parent.parent_id == "522699"


def test_the_same_file_twice_changes_nothing(file):
    import_areas(file)
    before = list(Area.objects.values())
    assert import_areas(file) == Report(added=0, renamed=0, unchanged=6)
    assert list(Area.objects.values()) == before


def test_a_renamed_area_takes_its_new_name_and_keeps_its_place(file):
    import_areas(file)
    file.write_text(ROWS.replace("鹌鹑乡", "鹌鹑镇"))
    assert import_areas(file) == Report(added=0, renamed=1, unchanged=5)
    assert Area.objects.get(code="522699100").name == "鹌鹑镇"


def test_one_wrong_row_leaves_everything_as_it_was(file):
    import_areas(file)
    file.write_text(ROWS.replace("鹌鹑乡", "鹌鹑镇") + "522699101,杜鹃镇,township,999\n")
    with pytest.raises(Refusal) as refusal:
        import_areas(file)
    assert "第 8 行 parent 列写着“999”" in refusal.value.words.zh
    assert Area.objects.get(code="522699100").name == "鹌鹑乡"


@pytest.mark.parametrize(
    ("row", "column"),
    [("522699100,鹌鹑乡,township,52", "parent"), ("522699100200,鹈鹕村,group,522699100", "level")],
)
def test_an_area_that_moved_is_refused_for_it_needs_a_new_code(file, row, column):
    import_areas(file)
    file.write_text("code,name,level,parent\n" + row + "\n")
    with pytest.raises(Refusal) as refusal:
        import_areas(file)
    assert f"第 2 行 {column} 列" in refusal.value.words.zh


def test_progress_is_told_up_to_the_last_area(file):
    heard = []
    import_areas(file, progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (6, 6)


def test_a_part_of_the_country_can_be_added_below_what_is_here(file, tmp_path):
    import_areas(file)
    more = tmp_path / "more.csv"
    more.write_text("code,name,level,parent\n522699100201,鹭鸶村,village,522699100\n")
    assert import_areas(more) == Report(added=1, renamed=0, unchanged=0)
