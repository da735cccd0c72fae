# ruff: noqa: T201  (a program: printing is what it does)
"""Seconds and memory to bring in a county's register from .xlsx, beside the bare read of the file and the bare insert of rows.

    .venv/bin/python bench/registers.py [--households 90000] [--file REGISTER.xlsx] [--again]

The register (two lists: households with their sums, and their people) is made first, or taken from --file if it is
there already. It is brought in by `xinlu import register` in a process of its own, into SQLite, in a folder that is gone
afterwards; --again brings the same file in a second time, which changes nothing. The bare read is what python-calamine
takes to hand over every row; the bare insert puts as many rows as there are records (each with its ledger row) into a
table without keys or triggers.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

PEOPLE_A_HOUSEHOLD = (1, 2, 3, 3, 3, 4, 4, 5, 5)
VILLAGES, TOWNSHIPS = 300, 20
ROW_BYTES = 320
HOUSEHOLD_HEADS = (
    "序号", "乡镇", "行政村", "村民组", "户编号", "户主姓名", "家庭人口", "联系电话", "主要致贫原因", "住房安全等级", "饮水情况",
    "工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入", "家庭年纯收入", "备注",
)  # fmt: skip
PERSON_HEADS = (
    "户编号", "姓名", "性别", "证件号码", "出生日期", "与户主关系", "民族", "文化程度", "健康状况", "劳动能力", "在校情况", "是否参加医保",
)  # fmt: skip
SURNAMES, GIVEN = "杨吴龙石李张王潘陆韦梁罗周黄欧蒙", "秀英正明万国金玉兰花生文德昌光小妹老远通春云水木贵田旺珍香"
CAUSES = ("因病", "因残", "因学", "因灾", "缺土地", "缺水", "缺技术", "缺劳力", "缺资金", "交通条件落后")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--households", type=int, default=90_000)
    asked.add_argument("--file", type=Path, default=None)
    asked.add_argument("--again", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="xinlu-bench-") as folder:
        file = options.file or Path(folder) / "register.xlsx"
        areas = Path(folder) / "areas.csv"
        write_areas(areas)
        if not file.exists():
            write_register(file, households=options.households)
        measure(file, areas, Path(folder), again=options.again)


def measure(file: Path, areas: Path, folder: Path, *, again: bool) -> None:
    environment = {
        **os.environ,
        "XINLU_DATA_DIR": str(folder / "var"),
        "XINLU_KEYS_FILE": str(folder / "keys.json"),
    }
    run(["import", "areas", str(areas)], environment)
    rows, read_seconds = bare_read(file)
    seconds, megabytes = run(["import", "register", str(file)], environment)
    database = folder / "var" / "xinlu.sqlite3"
    records, households, people = counted(database)
    insert_seconds = bare_insert(folder / "bare.sqlite3", rows=2 * records)
    print(f"{households:,} households, {people:,} people, {records:,} records from {rows:,} rows of .xlsx (SQLite)")
    print(f"brought in    {seconds:8.1f} s   {households / seconds:10,.0f} households/s   peak {megabytes:,.0f} MB")
    print(f"bare read     {read_seconds:8.1f} s   ratio {seconds / read_seconds:6.1f}")
    print(f"bare insert   {insert_seconds:8.1f} s   ratio {seconds / insert_seconds:6.1f}   ({2 * records:,} rows)")
    if again:
        seconds, megabytes = run(["import", "register", str(file)], environment)
        same = counted(database)[0] == records
        print(f"once more     {seconds:8.1f} s   peak {megabytes:,.0f} MB   {'changed nothing' if same else 'CHANGED'}")


def run(arguments: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds and peak megabytes (of the process and all that it starts, together, as the system counts them)."""
    began = time.perf_counter()
    program = "import sys; from xinlu.config.command import main; sys.argv = ['xinlu', *sys.argv[1:]]; main()"
    watched = subprocess.Popen([sys.executable, "-c", program, *arguments], env=environment)
    most = 0.0
    while watched.poll() is None:
        most = max(most, megabytes_of(watched.pid))
        time.sleep(0.1)
    if watched.returncode:
        raise SystemExit(watched.returncode)
    return time.perf_counter() - began, most or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def megabytes_of(pid: int) -> float:
    """Resident memory of a process and all that it has started; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/statm").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    own = int(status.split()[1]) * resource.getpagesize() / (1 << 20)
    return own + sum(megabytes_of(int(each)) for each in children)


def counted(database: Path) -> tuple[int, int, int]:
    """Records, households and people in the database."""
    with sqlite3.connect(database) as opened:
        ask = "SELECT (SELECT count(*) FROM records_ledgerentry), (SELECT count(*) FROM records_household), (SELECT count(*) FROM registry_memberversion)"
        records, households, people = opened.execute(ask).fetchone()
    return records, households, people


def bare_read(file: Path) -> tuple[int, float]:
    from python_calamine import load_workbook

    began, rows = time.perf_counter(), 0
    book = load_workbook(file)
    for name in book.sheet_names:
        for _ in book.get_sheet_by_name(name).iter_rows():
            rows += 1
    return rows, time.perf_counter() - began


def bare_insert(file: Path, *, rows: int) -> float:
    filling = "x" * ROW_BYTES
    began = time.perf_counter()
    with sqlite3.connect(file) as opened:
        opened.execute("CREATE TABLE bare (a varchar(36), b text)")
        opened.executemany("INSERT INTO bare VALUES (?, ?)", ((f"{n:036d}", filling) for n in range(rows)))
    return time.perf_counter() - began


def write_areas(file: Path) -> None:
    lines = ["code,name,level,parent", "522699,月岭县,county,"]
    for n in range(TOWNSHIPS):
        lines.append(f"522699{n + 100},{township_name(n)},township,522699")
    for n in range(VILLAGES):
        lines.append(
            f"522699{n % TOWNSHIPS + 100}{n // TOWNSHIPS + 200},{village_name(n)},village,522699{n % TOWNSHIPS + 100}"
        )
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def township_name(n: int) -> str:
    return f"{GIVEN[n]}{GIVEN[n + 3]}乡"


def village_name(n: int) -> str:
    return f"{SURNAMES[n % 16]}家{GIVEN[n // 16]}村"


def write_register(file: Path, *, households: int) -> None:
    """A register of so many households with 3.33 people each, in two lists."""
    drawn = random.Random(2026)
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    lists = (book.add_worksheet("农户信息"), book.add_worksheet("家庭成员"))
    for sheet, heads in zip(lists, (HOUSEHOLD_HEADS, PERSON_HEADS), strict=True):
        sheet.write_row(0, 0, heads)
    people, county = 0, People(drawn)
    for n in range(households):
        number = f"5226991{n:010d}"
        family = [
            drawn.choice(SURNAMES) + "".join(drawn.sample(GIVEN, 2)) for _ in range(drawn.choice(PEOPLE_A_HOUSEHOLD))
        ]
        village = n % VILLAGES
        sums = [
            drawn.randrange(0, 30_000),
            drawn.randrange(0, 20_000),
            drawn.randrange(0, 5_000),
            drawn.randrange(0, 900),
            drawn.randrange(0, 9_000),
        ]
        net = sums[0] + sums[1] - sums[2] + sums[3] + sums[4]
        lists[0].write_row(
            n + 1, 0,
            (
                n + 1, township_name(village % TOWNSHIPS), village_name(village), f"{n % 9 + 1}组", number, family[0], len(family),
                f"139{drawn.randrange(10**8):08d}", drawn.choice(CAUSES), drawn.choice("AAAB") + "级", "经过净化处理的自来水", *sums, net, "",
            ),
        )  # fmt: skip
        for name, cells in zip(family, county.family(len(family)), strict=True):
            people += 1
            lists[1].write_row(people, 0, (number, name, *cells))
    book.close()


class People:
    """Families as a county has them: couples, their children, schooling and labour that fit; each ID number stands once."""

    def __init__(self, drawn: random.Random) -> None:
        self._drawn = drawn
        self._orders: Counter[tuple[date, str]] = Counter()
        from xinlu.kernel.clock import today

        # Children who are six when the school year begins are in school.
        self._school_began = date(today().year - (today().month < 9), 9, 1)

    def family(self, size: int) -> Iterator[tuple[str, ...]]:
        """The cells of each person after number and name, head first."""
        head = self._day(1940, 1992)
        for place in range(size):
            born = head
            if place == 1:
                born = head + timedelta(days=self._drawn.randint(-1_400, 1_400))
            elif place > 1:
                born = self._day(head.year + 21, min(head.year + 34, self._school_began.year - 1))
            yield self._cells(place, born)

    def _day(self, first: int, last: int) -> date:
        return date(self._drawn.randint(first, last), 1, 1) + timedelta(days=self._drawn.randrange(365))

    def _cells(self, place: int, born: date) -> tuple[str, ...]:
        sex = ("男", "女", "男", "女", "男")[place]
        relation = ("户主", "配偶", "之子", "之女", "之子")[place]
        age = self._school_began.year - born.year - ((born.month, born.day) > (9, 1))
        health = self._drawn.choices(("健康", "长期慢性病", "残疾"), (88, 9, 3))[0]
        return (
            sex, self._id_number(born, sex), f"{born:%Y-%m-%d}", relation, "苗族",
            self._schooled(age), health, self._labour(age), _school(age), "是",
        )  # fmt: skip

    def _id_number(self, born: date, sex: str) -> str:
        from xinlu.practice.idnumbers import check_digit

        order = 2 * self._orders[born, sex] + (1 if sex == "男" else 2)
        self._orders[born, sex] += 1
        seventeen = f"522699{born:%Y%m%d}{order:03d}"
        return seventeen + check_digit(seventeen)

    def _labour(self, age: int) -> str:
        if age < 17:
            return "无劳动力"
        # Some offices write all grown-ups alike: of an elder that is asked about.
        return "普通劳动力" if age < 58 or self._drawn.random() < 0.1 else "弱劳动力或半劳动力"

    def _schooled(self, age: int) -> str:
        if age < 16:
            return "小学" if age > 12 else ""
        return self._drawn.choice(
            ("初中", "初中", "高中", "大专") if age < 40 else ("文盲或半文盲", "小学", "小学", "初中")
        )


def _school(age: int) -> str:
    classes = ((3, "学龄前儿童"), (6, "学前教育"), (12, "小学"), (15, "初中"), (18, "高中"))
    return next((name for below, name in classes if age < below), "非在校生")


if __name__ == "__main__":
    main()
