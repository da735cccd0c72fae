"""An extract into a folder that holds one: only what has changed is written, and what is gone is gone."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from apps.reports.extracted import (
    append_version,
    assessed,
    extracted,
    figures,
    later,
    numbers,
    of_households,
    rows,
    snapshot,
    told,
)
from xinlu.casework.models import IncomeLine
from xinlu.casework.services.figures import refresh_figures
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.recognition.models import StaffDevice
from xinlu.records.models import Erasure, Record
from xinlu.records.services import append, compose
from xinlu.registry.models import CurrentFile, HouseholdFile, MemberVersion
from xinlu.registry.selectors.standing import standing
from xinlu.registry.services.current import refresh_current
from xinlu.registry.services.members import member_leaves
from xinlu.reports.extraction.database import opened
from xinlu.reports.extraction.ranges import FILLED
from xinlu.reports.extraction.run import Asked, extract

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_second_extract_writes_the_range_that_has_changed_and_no_other(hamlets, tmp_path):
    first = extracted(tmp_path)
    assert (first.ranges, first.written) == (3, 3)
    assert extracted(tmp_path).written == 0
    before = _files(tmp_path)
    with later(10):
        hamlets.yang.reckon()
    assert extracted(tmp_path).written == 1
    changed = {name for name, stamp in _files(tmp_path).items() if before[name] != stamp}
    number = _range_of(tmp_path, hamlets.yang.household)
    assert {each for each in changed if "/" in each} == {f"{name}/part-{number:05}.parquet" for name in FILLED}
    assert len(of_households(tmp_path, "income_lines")[hamlets.yang.household.pk]) == 12
    (tmp_path / "again").mkdir()
    extracted(tmp_path / "again")
    assert told(tmp_path) == told(tmp_path / "again")


def test_while_changed_ranges_are_written_nothing_can_be_assessed_and_the_next_extract_mends_it(hamlets, tmp_path):
    extracted(tmp_path)
    areas = tmp_path / "out" / "areas.parquet"
    with later(10):
        hamlets.yang.reckon()
        hamlets.account(hamlets.household("新户", hamlets.far), 100)

    def interrupted(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extracted(tmp_path, heard=interrupted)
    assert not areas.exists()
    assert extracted(tmp_path).written == 1, "the first of two was finished"
    assert areas.exists() and assessed(tmp_path) == figures()


def test_a_record_committed_late_with_an_earlier_moment_is_not_missed(hamlets, tmp_path):
    extracted(tmp_path)
    with later(-60 * 24 * 10):
        hamlets.yang.reckon()
    assert extracted(tmp_path).written == 1
    assert len(of_households(tmp_path, "income_lines")[hamlets.yang.household.pk]) == 12


def test_a_staff_login_on_the_phone_that_answered_lowers_grades_in_the_next_extract(hamlets, tmp_path):
    hamlets.yang.reckon()
    hamlets.yang.says("pig")
    extracted(tmp_path)
    household = hamlets.yang.household.pk
    assert [each["grade"] for each in of_households(tmp_path, "recognitions")[household]] == [2]
    StaffDevice.objects.create(device="the-family-phone", first_seen_at=clock.now())
    assert extracted(tmp_path).written == 1
    assert [each["grade"] for each in of_households(tmp_path, "recognitions")[household]] == [1]


def test_a_day_on_which_somebody_leaves_or_grows_up_counts_as_a_change(yang, tmp_path):
    member_leaves(
        yang.household, by=yang.township, said_by="杨秀英", member=yang.member("杨正明"),
        left_on=clock.today() - timedelta(days=3), why="moved",
    )  # fmt: skip
    boy = next(each for each in standing(MemberVersion, yang.household) if each.name == "杨小军")
    append_version(boy, supersedes=boy.pk, schooling="not_in_school", left_on=clock.today() + timedelta(days=5))
    refresh_current(yang.household)
    extracted(tmp_path)
    assert len(rows(tmp_path, "members")) == 2
    assert extracted(tmp_path, today=clock.today() + timedelta(days=4)).written == 0
    assert extracted(tmp_path, today=clock.today() + timedelta(days=5)).written == 1
    assert len(rows(tmp_path, "members")) == 1
    # Born on 1 May 2015: from 1 May 2031 on he is too old to be missed at school.
    append_version(boy, supersedes=_newest(boy).pk, schooling="not_in_school", left_on=None)
    refresh_current(yang.household)
    missed = {}
    for day in (date(2031, 4, 29), date(2031, 4, 30), date(2031, 5, 1)):
        written = extracted(tmp_path, today=day).written
        missed[day] = (written, rows(tmp_path, "circumstances")[0]["children_out_of_school__most"])
    assert missed == {date(2031, 4, 29): (1, 1), date(2031, 4, 30): (0, 1), date(2031, 5, 1): (1, 0)}


def _newest(record: MemberVersion) -> MemberVersion:
    return next(each for each in standing(MemberVersion, record.household) if each.member == record.member)


def test_what_was_erased_is_gone_from_files_written_before(hamlets, tmp_path):
    hamlets.yang.reckon()
    hamlets.yang.goes_through_the_account()
    extracted(tmp_path)
    household = hamlets.yang.household.pk
    assert len(of_households(tmp_path, "income_lines")[household]) == 12
    erased = IncomeLine.objects.get(household=hamlets.yang.household, kind="pension")
    _erase(erased)
    refresh_figures(hamlets.yang.household)
    assert extracted(tmp_path).written == 1
    amounts = [each["income_fen"] for each in of_households(tmp_path, "income_lines")[household]]
    assert len(amounts) == 11 and erased.income_fen not in amounts
    number = next(no for no, of in numbers(tmp_path).items() if of == household)
    for file in HouseholdFile.objects.filter(household=hamlets.yang.household):
        CurrentFile.objects.filter(household=hamlets.yang.household).update(file=None)
        _erase(file)
    refresh_current(hamlets.yang.household)
    assert extracted(tmp_path).written == 1
    for name in FILLED:
        assert number not in {row["household_no"] for row in rows(tmp_path, name)}
    assert household not in numbers(tmp_path).values()
    fresh = hamlets.household("新来的", hamlets.yang.village)
    extracted(tmp_path)
    assert numbers(tmp_path)[10] == fresh.pk, "no number is given twice, and nobody else's has moved"


def _erase(record: Record) -> None:
    """As records.services.undoing does, without asking who may."""
    append(
        compose(
            Erasure,
            household=record.household,
            author=None,
            target=record.pk,
            target_kind=record.KIND,
            legal_ground="x",
        )
    )
    record.delete()


def test_what_is_committed_after_the_snapshot_is_not_in_the_extract(hamlets, tmp_path):
    with snapshot(tmp_path) as found:
        extract(found, Asked(folder=tmp_path / "first", today=clock.today()))
        _one_more_area(tmp_path)
        extract(found, Asked(folder=tmp_path / "out", today=clock.today()))
        assert "neu" not in {row["area_code"] for row in rows(tmp_path, "areas")}
    if connection.vendor == "postgresql":
        extracted(tmp_path)
        assert "neu" in {row["area_code"] for row in rows(tmp_path, "areas")}


def _one_more_area(folder) -> None:
    """Committed by somebody else while the snapshot stands: on SQLite by another process, as it would be."""
    statement = "INSERT INTO people_area (code, name, level, path) VALUES ('neu', 'x', 'village', 'neu/')"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement)
        return
    code = f"import sqlite3; c = sqlite3.connect({str(folder / 'copy.sqlite3')!r}); c.execute({statement!r}); c.commit(); print(c.execute('SELECT count(*) FROM people_area').fetchone()[0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == 9


def test_a_folder_of_other_tables_is_refused_and_left_alone(hamlets, tmp_path):
    other = tmp_path / "out" / "households"
    other.mkdir(parents=True)
    (other / "theirs.parquet").write_bytes(b"theirs")
    with pytest.raises(Refusal, match=r"extract\.others"):
        extracted(tmp_path)
    assert (other / "theirs.parquet").read_bytes() == b"theirs"


def test_two_cannot_write_into_one_folder(hamlets, tmp_path):
    from xinlu.reports.extraction.state import held

    with held(tmp_path / "out"), pytest.raises(Refusal, match=r"extract\.busy"):
        extracted(tmp_path)


def test_a_database_that_is_not_there_is_refused_in_a_sentence(tmp_path):
    missing = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "none.sqlite3")}
    wrapper = ConnectionHandler({"default": missing})["default"]
    with pytest.raises(Refusal, match=r"extract\.database.*none\.sqlite3"), opened(wrapper):
        pass
    assert not (tmp_path / "none.sqlite3").exists()


def test_with_ranges_of_another_size_everything_is_written_anew(hamlets, tmp_path):
    extracted(tmp_path)
    before = told(tmp_path)
    done = extracted(tmp_path, size=8)
    assert (done.ranges, done.written) == (2, 2)
    assert told(tmp_path) == before
    assert len(list((tmp_path / "out" / "households").glob("*"))) == 2


def _files(folder) -> dict[str, tuple[int, int]]:
    out = folder / "out"
    return {
        str(file.relative_to(out)): (file.stat().st_ino, file.stat().st_mtime_ns) for file in out.rglob("*.parquet")
    }


def _range_of(folder, household) -> int:
    return next(number for number, of in numbers(folder).items() if of == household.pk) // 4
