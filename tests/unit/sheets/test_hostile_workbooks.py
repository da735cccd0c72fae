"""Files made to harm, torn files and killed readers: what reads them answers with rows or a refusal, and stays as it was."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unit.sheets.forged import MAIN, SHEET, bytes_of, packed, parts, sheet_xml, workbook
from xinlu.kernel.errors import Refusal
from xinlu.sheets.files import child, limits
from xinlu.sheets.opening import open_book

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
PARENT_MAY_GROW_MIB = 60


def read(path: Path) -> tuple[str, int]:
    """The code of the refusal, or "" and how many rows there are."""
    count = 0
    try:
        with open_book(path) as book:
            for sheet in book.sheets:
                for _ in book.rows(sheet):
                    count += 1
    except Refusal as error:
        assert error.words.zh and error.words.en
        return error.code, count
    return "", count


def peak_mib() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / (1 << 20)


@pytest.fixture(autouse=True)
def parent_stays_small():
    before = peak_mib()
    yield
    assert peak_mib() - before < PARENT_MAY_GROW_MIB


def a_workbook(path: Path, *, rows: int = 200) -> Path:
    book = openpyxl.Workbook()
    for number in range(rows):
        book.active.append([f"户{number}", number, number * 1.5, "=SUM(B1:C1)", "#N/A"])
    book.save(path)
    return path


def test_a_workbook_torn_at_any_length_is_refused(tmp_path):
    whole = a_workbook(tmp_path / "whole.xlsx").read_bytes()
    assert read(tmp_path / "whole.xlsx") == ("", 200)
    torn = tmp_path / "torn.xlsx"
    for length in [0, 1, 2, 3, 4, 8, 30, *range(60, len(whole), len(whole) // 25), len(whole) - 1]:
        torn.write_bytes(whole[:length])
        code, count = read(torn)
        assert code in ("sheet.truncated", "sheet.empty_file") and count == 0, length


def bomb(path: Path, *, lies: bool) -> Path:
    zeros = (b"\0" * (1 << 20) for _ in range(300))
    packed(parts(sheet_xml(ONE)) | {"xl/sharedStrings.xml": zeros}, path)
    if lies:
        path.write_bytes(path.read_bytes().replace((300 << 20).to_bytes(4, "little"), (99).to_bytes(4, "little")))
    return path


@pytest.mark.parametrize("lies", [False, True])
def test_a_bomb_is_refused_also_when_it_lies_about_its_size(tmp_path, lies):
    path = bomb(tmp_path / "a.xlsx", lies=lies)
    assert path.stat().st_size < 400_000
    assert read(path) == ("sheet.bomb", 0)


def forged_rows(count: int, *, row: str = '<row r="{n}"><c r="A{n}"><v>1</v></c></row>') -> Iterator[bytes]:
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    for start in range(1, count + 1, 10_000):
        yield "".join(row.replace("{n}", str(n)) for n in range(start, min(start + 10_000, count + 1))).encode()
    yield b"</sheetData></worksheet>"


@pytest.mark.parametrize("row", ['<row r="{n}"><c r="A{n}"><v>1</v></c></row>', "<row><c><v>1</v></c></row>"])
def test_a_forged_workbook_of_two_million_rows_is_refused_in_time(tmp_path, row):
    contents = parts(b"") | {SHEET: forged_rows(2_000_000, row=row)}
    path = packed(contents, tmp_path / "a.xlsx")
    began = time.monotonic()
    assert read(path)[0] in ("sheet.too_many_rows", "sheet.bomb")
    assert time.monotonic() - began < 120


def test_a_text_table_of_two_million_rows_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(200):
            file.write("杨秀英,1200,石门村\n" * 10_000)
    assert read(path) == ("sheet.too_many_rows", 0)


def test_a_value_in_the_last_cell_of_all_is_refused_and_a_fill_there_is_not(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF0000")
    book.save(tmp_path / "fill.xlsx")
    assert read(tmp_path / "fill.xlsx") == ("", 1)
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "value.xlsx")
    assert read(tmp_path / "value.xlsx") == ("sheet.too_many_rows", 0)


def test_one_long_text_named_a_hundred_thousand_times_ends_the_reader_and_nothing_else(tmp_path):
    strings = f'<sst xmlns="{MAIN}"><si><t>{"户" * 30_000}</t></si></sst>'.encode()
    cells = forged_rows(100_000, row='<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>')
    contents = parts(b"") | {SHEET: cells, "xl/sharedStrings.xml": strings}
    contents["xl/_rels/workbook.xml.rels"] = contents["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        b' Target="sharedStrings.xml"/></Relationships>',
    )
    code, count = read(packed(contents, tmp_path / "a.xlsx"))
    assert code in ("sheet.too_heavy", "sheet.ended", "sheet.damaged") and count == 0


def reader_of(book) -> subprocess.Popen[bytes]:
    return book._readers[-1]._process


def test_a_reader_killed_half_way_is_a_refusal_and_the_book_can_be_read_again(tmp_path):
    path = packed(parts(b"") | {SHEET: forged_rows(60_000)}, tmp_path / "a.xlsx")
    with open_book(path) as book:
        rows = book.rows(book.sheets[0])
        next(rows)
        os.kill(reader_of(book).pid, signal.SIGKILL)
        with pytest.raises(Refusal) as caught:
            for _ in rows:
                pass
        assert caught.value.code == "sheet.ended"
        assert sum(1 for _ in book.rows(book.sheets[0])) == 60_000


def test_a_reader_that_does_not_answer_is_a_refusal(tmp_path, monkeypatch):
    with open_book(a_workbook(tmp_path / "a.xlsx")) as book:
        os.kill(reader_of(book).pid, signal.SIGSTOP)
        monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.5)
        with pytest.raises(Refusal) as caught:
            next(book.rows(book.sheets[0]))
        assert caught.value.code == "sheet.too_slow"


def test_a_reader_that_cannot_start_is_our_fault_and_no_refusal(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false" if Path("/bin/false").exists() else "/usr/bin/false")
    with pytest.raises(RuntimeError, match="does not start"):
        open_book(a_workbook(tmp_path / "a.xlsx"))


def test_a_reader_ends_with_the_program_that_started_it(tmp_path):
    script = (
        "import sys, time; from pathlib import Path; from xinlu.sheets.opening import open_book\n"
        "book = open_book(Path(sys.argv[1])); print(book._readers[0]._process.pid, flush=True); time.sleep(60)"
    )
    path = a_workbook(tmp_path / "a.xlsx")
    program = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
    pid = int(program.stdout.readline())
    assert is_running(pid)
    program.kill()
    program.wait()
    program.stdout.close()
    until = time.monotonic() + 20
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


def test_a_reader_knows_neither_django_nor_any_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    process = child.start("this")
    said, _ = process.communicate(timeout=60)
    child.end(process)
    assert b"Zen" in said, "a module is run"
    code = "import sys, xinlu.sheets.files.reading_process as p; print([m for m in sys.modules if 'django' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    if Path("/proc/self/environ").exists():
        with open_book(a_workbook(tmp_path / "a.xlsx")) as book:
            environment = Path(f"/proc/{reader_of(book).pid}/environ").read_bytes()
            assert b"PYTHONUTF8" in environment and b"secret" not in environment


def test_many_threads_read_at_once(tmp_path):
    paths = [a_workbook(tmp_path / f"{n}.xlsx", rows=50 + n) for n in range(6)]
    found: dict[int, tuple[str, int]] = {}
    threads = [threading.Thread(target=lambda n=n: found.update({n: read(paths[n])})) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: ("", 50 + n) for n in range(6)}


def sample() -> bytes:
    cells = '<c r="A{n}" t="inlineStr"><is><t>户</t></is></c><c r="B{n}" s="1"><v>7</v></c><c r="C{n}"><f>B{n}</f></c>'
    rows = "".join(f'<row r="{n}">{cells.replace("{n}", str(n))}</row>' for n in range(1, 30))
    return bytes_of(parts(sheet_xml(rows, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')))


SAMPLE = sample()
INSIDE = parts(sheet_xml(ONE))


def patient(examples: int) -> settings:
    """Each example starts a process. Altered files in their hundreds, without one, are tried in tests/unit/sheets."""
    return settings(max_examples=examples, deadline=timedelta(seconds=60), suppress_health_check=list(HealthCheck))


def never_more_than_a_refusal(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        code, _ = read(path)
        assert code == "" or code.startswith("sheet.")


@patient(150)
@given(st.integers(), st.integers(1, 12), st.booleans())
def test_a_workbook_with_bytes_altered_anywhere_is_read_or_refused(seed, times, cuts):
    chance = random.Random(seed)
    content = bytearray(SAMPLE)
    for _ in range(times):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if cuts:
        del content[chance.randrange(len(content)) :]
    never_more_than_a_refusal(bytes(content), "a.xlsx")


@patient(300)
@given(st.integers(), st.integers(1, 6))
def test_a_workbook_whose_parts_are_altered_and_packed_anew_is_read_or_refused(seed, times):
    chance = random.Random(seed)
    contents = dict(INSIDE)
    for _ in range(times):
        name = chance.choice(list(contents))
        part = bytearray(contents[name])
        at = chance.randrange(len(part) + 1)
        if chance.random() < 0.5:
            part[at : at + chance.randrange(20)] = chance.choice(
                [b"<c", b'r="', b"99999", b">", b"&#0;", b"</row>", b"\xff", b'"']
            )
        else:
            part[at : at + 1] = bytes([chance.randrange(256)])
        contents[name] = bytes(part)
    never_more_than_a_refusal(bytes_of(contents), "a.xlsx")


@patient(150)
@given(
    st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b""]), st.binary(max_size=2000)
)
def test_random_bytes_are_read_or_refused(beginning, content):
    never_more_than_a_refusal(beginning + content, "a.xls")


def test_alterations_do_reach_the_reader():
    """Were every altered workbook refused at the door, the tests above would show nothing of what lies behind it."""
    with tempfile.TemporaryDirectory() as folder:
        good = workbook(Path(folder) / "a.xlsx", ONE)
        assert read(good) == ("", 1)
        odd = packed(
            INSIDE | {SHEET: sheet_xml('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')}, Path(folder) / "b.xlsx"
        )
        assert read(odd) == ("sheet.damaged", 0)
