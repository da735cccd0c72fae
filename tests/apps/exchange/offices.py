"""A small office's register as a file: two lists joined by household number, and how it is changed and brought in."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl

from xinlu.exchange.outcome import Outcome
from xinlu.exchange.services.intakes import begin, desk_without_a_person, finish, meanings_taught
from xinlu.exchange.services.registers import Bringing, bring_in_register
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.idnumbers import check_digit

HOUSEHOLD_HEADS = (
    "户编号", "村", "户主姓名", "家庭人口", "联系电话", "主要致贫原因", "住房安全等级",
    "工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入", "家庭年纯收入",
)  # fmt: skip
PERSON_HEADS = ("户编号", "姓名", "性别", "身份证号", "出生日期", "与户主关系", "健康状况", "是否参加医保")


def id_number(birth: str, order: int) -> str:
    """A number of the unassigned area 522699."""
    seventeen = f"522699{birth}{order:03d}"
    return seventeen + check_digit(seventeen)


HOUSEHOLDS: tuple[tuple[Any, ...], ...] = (
    ("5226990001", "对门坡村", "杨秀英", 2, "13800000001", "因病", "B级", 12000, 3240, 430, 0, 8000, 22810),
    ("5226990002", "对门坡村", "吴老根", 3, "13800000002", "缺劳力", "A级", 9600, 800, 100, 50, 900, 11250),
    ("5226990003", "岩脚村", "石明英", 1, "13800000003", "因残", "C级", 0, 600, 0, 0, 5200, 5800),
)
PERSONS: tuple[tuple[Any, ...], ...] = (
    ("5226990001", "杨秀英", "女", id_number("19430302", 2), "1943-03-02", "户主", "长期慢性病", "是"),
    ("5226990001", "杨正明", "男", id_number("19700511", 3), "1970-05-11", "之子", "健康", "是"),
    ("5226990002", "吴老根", "男", id_number("19550606", 5), "1955-06-06", "户主", "健康", "是"),
    ("5226990002", "龙桂花", "女", id_number("19570912", 6), "1957-09-12", "配偶", "健康", "否"),
    ("5226990002", "吴小妹", "女", id_number("20140101", 8), "2014-01-01", "之孙女", "健康", "是"),
    ("5226990003", "石明英", "女", id_number("19621224", 2), "1962-12-24", "户主", "残疾", "是"),
)


class Office:
    """The office's rows, to be changed and written out."""

    def __init__(self) -> None:
        self.households = [list(each) for each in HOUSEHOLDS]
        self.persons = [list(each) for each in PERSONS]

    def copy(self) -> Office:
        return deepcopy(self)

    def put(self, number: str, **cells: Any) -> None:
        """Change cells of one household, by their headings."""
        row = next(each for each in self.households if each[0] == number)
        for heading, value in cells.items():
            row[HOUSEHOLD_HEADS.index(heading)] = value

    def put_person(self, name: str, **cells: Any) -> None:
        """Change cells of one person, by their headings."""
        row = next(each for each in self.persons if each[1] == name)
        for heading, value in cells.items():
            row[PERSON_HEADS.index(heading)] = value

    def without_person(self, name: str) -> None:
        self.persons = [each for each in self.persons if each[1] != name]

    def written(self, folder: Path, name: str = "登记表.xlsx") -> Path:
        """The file."""
        file = folder / name
        write(file, {"农户": [HOUSEHOLD_HEADS, *self.households], "家庭成员": [PERSON_HEADS, *self.persons]})
        return file


def write(file: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook of these sheets and rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(file)
    return file


def make_areas() -> dict[str, Area]:
    """A county with one township and two villages, and a county beside it with a village of the same name."""
    found: dict[str, Area] = {}
    for code, parent, name, level in (
        ("522699", "", "月岭县", Level.COUNTY),
        ("522699101", "522699", "望云乡", Level.TOWNSHIP),
        ("522699101200", "522699101", "对门坡村村民委员会", Level.VILLAGE),
        ("522699101201", "522699101", "岩脚村村民委员会", Level.VILLAGE),
        ("522698", "", "孔雀县", Level.COUNTY),
        ("522698101", "522698", "画眉乡", Level.TOWNSHIP),
        ("522698101200", "522698101", "翠鸟村村民委员会", Level.VILLAGE),
    ):
        above = found.get(parent)
        path = f"{above.path if above else ''}{code}/"
        found[code] = Area.objects.create(code=code, name=name, level=level, parent=above, path=path)
    return found


def bring_in(file: Path, *, dry_run: bool = False, area: Area | None = None, **more: Any) -> Outcome:
    """As the command does it."""
    by = desk_without_a_person()
    intake = begin(name=file.name, sha256="", by=by, area=area, answers=more.get("answers"))
    reach = (area.path,) if area else ()
    bringing = Bringing(intake, by, reach=reach, meanings=meanings_taught(area), **more)
    outcome = bring_in_register(file, bringing, dry_run=dry_run)
    finish(intake, outcome=outcome)
    return outcome
