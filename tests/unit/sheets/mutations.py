"""What happens to a register on its way: rows and columns go, come twice or move, cells are written over, headings change.

Each mutation changes a laid-out register in place and says whom it reached: `touched` households may be returned or asked
about, and still nothing false may be said of them; where it reached the table itself the register is `shaken`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from unit.sheets.hands import HEADINGS
from unit.sheets.pages import Cell, Laid, Line, Page
from xinlu.sheets.grid import Broken, Loss, Merge

NEW_YEARS_EVE = datetime(1999, 12, 31)  # noqa: DTZ001 - a cell knows no zone
ODD: tuple[Cell, ...] = (
    None, "", " ", "/", "—", "无", "同上", "〃", "#REF!", Broken(Loss.ERROR, "#REF!"), Broken(Loss.ERROR, "#N/A"),
    Broken(Loss.UNCALCULATED, "=A1+B1"), float("nan"), float("inf"), 1e300, -1, 0, 3, 2.5, 12345678901234567890, 1e17,
    True, False, date(2026, 3, 1), NEW_YEARS_EVE, time(8, 30), "合计", "小计", "户主", "男", "健康", "是", "否",
    "A级", "2001-13-05", "1.2万左右", "１２３４", "1,234.5元", "3万", "约500", "-300", "(300)", "1e5", "0x1F", "①",
    "x" * 5000, "懒", "因病", "普通劳动力", "五口人", "522699195608277763", 522699195608277763, 5.22699195608277e17,
    "19560827", 19560827, 20450, "=SUM(A1:A3)", "\u200b", "\ud83d\ude00", "苗族", "张三", "家庭年纯收入", "1组",
)  # fmt: skip
KEYS = ("number", "name", "head.name", "head.id_number", "place.village", "id_number", "relation", "people")
NONSENSE = ("甲乙丙", "列1", "　", "合计", "2026年", "Column1", "？")

Mutation = Callable[[Laid, random.Random], None]


def by_position(page: Page) -> bool:
    """Whether a row's household is told by the rows above it alone."""
    return any(line.is_entry and line.person and not _key(line) for line in page.lines)


def _key(line: Line) -> bool:
    return any(line.cell(meaning) is not None for meaning in ("number", "head.name", "head.id_number"))


def _entries(page: Page) -> list[int]:
    return [n for n, line in enumerate(page.lines) if line.is_entry]


def _page(laid: Laid, draw: random.Random) -> Page:
    return draw.choice([page for page in laid.pages if len(_entries(page)) > 2])


def _touch(laid: Laid, page: Page, at: int) -> None:
    """A row changed: its household, and where position alone tells households apart those above and below."""
    line = page.lines[at]
    line.touched = True
    own = _entries(page)
    reached = {line.household}
    if by_position(page):
        before = [page.lines[n].household for n in own if n < at and page.lines[n].household != line.household]
        after = [page.lines[n].household for n in own if n > at and page.lines[n].household != line.household]
        reached |= set(before[-1:] + after[:1])
    laid.touched |= {h for h in reached if h is not None}


def _insert(page: Page, at: int, line: Line) -> None:
    page.lines.insert(at, line)
    row = at + 1
    page.merges = [
        Merge(m.top + (m.top >= row), m.left, m.bottom + (m.bottom >= row), m.right) for m in page.merges
    ]  # fmt: skip


def _remove(page: Page, at: int) -> None:
    row = at + 1
    gone = page.lines.pop(at)
    kept = []
    for m in page.merges:
        if m.top == row < m.bottom and gone.is_entry:
            # As a spreadsheet program does: what is left of a merged range keeps its value.
            below = page.lines[at].cells
            below[m.left - 1] = gone.cells[m.left - 1] if below[m.left - 1] is None else below[m.left - 1]
        if not m.top == m.bottom == row:
            kept.append(Merge(m.top - (m.top > row), m.left, m.bottom - (m.bottom >= row), m.right))
    page.merges = [m for m in kept if (m.top, m.left) != (m.bottom, m.right)]


# Harmless: everything must come out as it was


def swap_rows(laid: Laid, draw: random.Random) -> None:
    """Two rows change places: any two where each tells its household, else two members of one household."""
    page = _page(laid, draw)
    rows = _entries(page)
    if by_position(page):
        rows = [n for n in rows if page.lines[n].person and not _key(page.lines[n])]
        pairs = [(a, b) for a in rows for b in rows if a < b and page.lines[a].household == page.lines[b].household]
    else:
        same = draw.random() < 0.5
        rows = [n for n in rows if page.lines[n].columns == page.lines[rows[0]].columns]
        pairs = [(a, b) for a in rows for b in rows if a < b and (b == a + 1 or not same)]
        if laid.apart or any(m.top != m.bottom and m.top > 3 for m in page.merges):
            pairs = [(a, b) for a, b in pairs if page.lines[a].household == page.lines[b].household]
    if pairs:
        a, b = draw.choice(pairs)
        page.lines[a], page.lines[b] = page.lines[b], page.lines[a]


def swap_columns(laid: Laid, draw: random.Random) -> None:
    """Two columns change places with their headings."""
    page = _page(laid, draw)
    wide = {at for m in page.merges if m.left != m.right for at in range(m.left, m.right + 1) if _headed(page, m.top)}
    lines = [line for line in page.lines if line.kind in ("heading", "entry", "ledger", "subtotal")]
    width = min(len(line.cells) for line in lines)
    free = [at for at in range(1, width + 1) if at not in wide]
    if len(free) < 2 or len({len(line.columns) for line in lines if line.kind != "subtotal"}) > 1:
        return
    a, b = draw.sample(free, 2)
    for line in lines:
        line.cells[a - 1], line.cells[b - 1] = line.cells[b - 1], line.cells[a - 1]
        if line.columns:
            columns = list(line.columns)
            columns[a - 1], columns[b - 1] = columns[b - 1], columns[a - 1]
            line.columns = tuple(columns)
    turn = {a: b, b: a}
    page.merges = [
        m if m.left != m.right else Merge(m.top, turn.get(m.left, m.left), m.bottom, turn.get(m.right, m.right))
        for m in page.merges
    ]


def insert_between(laid: Laid, draw: random.Random) -> None:
    """A blank row, a heading once more, a subtotal or a note between two households."""
    page = _page(laid, draw)
    rows = _entries(page)
    gaps = [n for n in rows[1:] if page.lines[n].household != page.lines[n - 1].household]
    gaps += [] if by_position(page) else rows[1:]
    gaps = [n for n in gaps if not any(m.top < n + 1 <= m.bottom for m in page.merges)]
    if not gaps:
        return
    at = draw.choice(gaps)
    headings = [line for line in page.lines[:at] if line.kind == "heading"]
    width = len(page.lines[at].cells)
    what = draw.choice(("blank", "heading", "subtotal", "note"))
    if what == "blank":
        _insert(page, at, Line([None] * width, "blank"))
    elif what == "heading" and headings and not any(m.left != m.right for m in page.merges):
        last = next(n for n in range(len(headings), 0, -1) if headings[n - 1] is headings[-1])
        depth = next((k for k in range(1, last) if page.lines.index(headings[last - k - 1]) != page.lines.index(headings[last - 1]) - k), last)  # fmt: skip
        for line in reversed(headings[last - depth : last]):
            _insert(page, at, replace(line, cells=list(line.cells)))
    elif what == "subtotal":
        cells: list[Cell] = [None] * width
        cells[0] = draw.choice(("小计", "合计", "本页小计"))
        cells[-1] = draw.randint(5, 90_000)
        _insert(page, at, Line(cells, "subtotal"))
    else:
        _insert(page, at, Line([draw.choice(("注：以下为新增户", "审核人：", "第 2 页 共 3 页"))], "note"))


def drop_merges(laid: Laid, draw: random.Random) -> None:
    """All merged cells are taken apart: their values stay in the upper left cell."""
    _page(laid, draw).merges.clear()


def turn_sheets(laid: Laid, draw: random.Random) -> None:
    """The sheets stand in another order."""
    draw.shuffle(laid.pages)


def drop_a_minor_column(laid: Laid, draw: random.Random) -> None:
    """A column that no household is known by is deleted: its facts are no longer told, all others are."""
    page = _page(laid, draw)
    minor = (
        "phone",
        "main_cause",
        "health",
        "labour",
        "medical_insurance",
        "house_grade",
        "note",
        "ethnic_group",
        "sex",
        "born_on",
    )
    places = [at for at, meaning in enumerate(page.lines[_entries(page)[0]].columns) if meaning in minor]
    if places and len({line.columns for line in page.lines if line.columns}) == 1:
        _remove_column(page, draw.choice(places))


def stray_blank_texts(laid: Laid, draw: random.Random) -> None:
    """Blanks that nobody sees, in cells right of the table and under it."""
    page = _page(laid, draw)
    for n in draw.sample(_entries(page), 3):
        page.lines[n].cells += [None, draw.choice((" ", "\u200b", ""))]
    page.lines.append(Line([None, " "], "blank"))


# Harmful: nothing false may come out


def replace_a_cell(laid: Laid, draw: random.Random) -> None:
    """A cell is written over by something odd, or by what stands in the same column of another row."""
    page = _page(laid, draw)
    at = draw.choice(_entries(page))
    line = page.lines[at]
    places = [n for n, meaning in enumerate(line.columns) if meaning]
    place = draw.choice(places)
    other = page.lines[draw.choice(_entries(page))]
    value = draw.choice(ODD)
    if draw.random() < 0.15 and other.columns == line.columns:
        value = other.cells[place]
        _touch(laid, page, page.lines.index(other))
        laid.touched.add(other.household or 0)
    line.cells[place] = value
    _touch(laid, page, at)


def delete_a_row(laid: Laid, draw: random.Random) -> None:
    """A row is deleted; where position tells households apart, one of a further member."""
    page = _page(laid, draw)
    rows = [n for n in _entries(page) if not by_position(page) or (page.lines[n].person and not _key(page.lines[n]))]
    if rows:
        at = draw.choice(rows)
        _touch(laid, page, at)
        _remove(page, at)


def repeat_a_row(laid: Laid, draw: random.Random) -> None:
    """A row stands there twice, one below the other or at the end."""
    page = _page(laid, draw)
    rows = [n for n in _entries(page) if not by_position(page) or (page.lines[n].person and not _key(page.lines[n]))]
    if rows:
        at = draw.choice(rows)
        line = page.lines[at]
        _touch(laid, page, at)
        end = at if by_position(page) or laid.apart or draw.random() < 0.5 else max(_entries(page))
        _insert(page, end + 1, replace(line, cells=list(line.cells), again=True, touched=True))


def shift_some_rows(laid: Laid, draw: random.Random) -> None:
    """In some rows everything from one column on slips one cell to the right or the left."""
    page = _page(laid, draw)
    rows = _entries(page)
    first = draw.randrange(len(rows))
    width = len(page.lines[rows[first]].cells)
    place = draw.randrange(width)
    right = draw.random() < 0.6
    for at in rows[first : first + draw.randint(1, 3)]:
        line = page.lines[at]
        if len(line.cells) != width:
            continue
        if right:
            line.cells.insert(place, None)
            line.cells.pop()
        else:
            line.cells.append(None)
            line.cells.pop(place)
        _touch(laid, page, at)


def delete_a_column(laid: Laid, draw: random.Random) -> None:
    """Any column is deleted, also one by which households are known."""
    page = _page(laid, draw)
    columns = page.lines[_entries(page)[0]].columns
    place = draw.randrange(len(columns))
    if len({len(line.columns) for line in page.lines if line.columns}) == 1 and not _holds_all_together(columns, place):
        _remove_column(page, place)
        laid.shaken = True


def repeat_a_column(laid: Laid, draw: random.Random) -> None:
    """A column stands there twice, the second at the right end, perhaps with one other value."""
    page = _page(laid, draw)
    lines = [line for line in page.lines if line.columns]
    width = max(len(line.cells) for line in page.lines)
    if len({len(line.columns) for line in lines}) > 1:
        return
    place = draw.randrange(len(lines[-1].columns))
    for line in lines:
        line.cells += [None] * (width - len(line.cells))
        line.cells.append(line.cells[place])
        line.columns = (*line.columns, *[""] * (width - len(line.columns)), line.columns[place])
    laid.shaken = True


def change_a_heading(laid: Laid, draw: random.Random) -> None:
    """A heading becomes a word that says nothing, or is wiped out, in the first heading of a sheet."""
    _page_of, line, place = _leaf(laid, draw)
    line.cells[place] = draw.choice((*NONSENSE, None))
    laid.shaken = True


def change_a_heading_for_another(laid: Laid, draw: random.Random) -> None:
    """A heading becomes that of something else: from now on this is what the column says."""
    page, line, place = _leaf(laid, draw)
    meaning = draw.choice([one for one in HEADINGS if not one.startswith(("ledger", "line", "head."))])
    line.cells[place] = HEADINGS[meaning]
    for own in page.lines[page.lines.index(line) + 1 :]:
        if own.columns:
            own.columns = (*own.columns[:place], meaning, *own.columns[place + 1 :])
    laid.shaken = True


def _leaf(laid: Laid, draw: random.Random) -> tuple[Page, Line, int]:
    page = _page(laid, draw)
    headings = [line for line in page.lines[: _entries(page)[0]] if line.kind == "heading"]
    columns = headings[-1].columns
    places = [n for n in range(len(columns)) if any(line.cells[n] is not None for line in headings)]
    place = draw.choice([n for n in places if not _holds_all_together(columns, n)])
    return page, next(line for line in reversed(headings) if line.cells[place] is not None), place


def merge_two_cells(laid: Laid, draw: random.Random) -> None:
    """Two cells one above the other are merged: the lower one's value is gone."""
    page = _page(laid, draw)
    rows = [n for n in _entries(page) if n + 1 < len(page.lines) and page.lines[n + 1].is_entry]
    at = draw.choice(rows)
    place = draw.randrange(min(len(page.lines[at].cells), len(page.lines[at + 1].cells)))
    columns = page.lines[at].columns
    if place < len(columns) and _holds_all_together(columns, place):
        return
    if any(m.left <= place + 1 <= m.right and m.top <= at + 2 and m.bottom >= at + 1 for m in page.merges):
        return
    page.lines[at + 1].cells[place] = None
    page.merges.append(Merge(at + 1, place + 1, at + 2, place + 1))
    _touch(laid, page, at)
    _touch(laid, page, at + 1)


def cut_off(laid: Laid, draw: random.Random) -> None:
    """The file ends early: the last rows of a sheet are missing."""
    page = _page(laid, draw)
    rows = _entries(page)
    at = draw.choice(rows[len(rows) // 2 :])
    for n in range(at, len(page.lines)):
        if page.lines[n].is_entry:
            _touch(laid, page, n)
    while len(page.lines) > at:
        _remove(page, len(page.lines) - 1)


def stray_word(laid: Laid, draw: random.Random) -> None:
    """Somebody wrote something right of the table, under no heading."""
    page = _page(laid, draw)
    at = draw.choice(_entries(page))
    page.lines[at].cells += [None, draw.choice(("已核", "？", 5, "合计", "死亡"))]
    _touch(laid, page, at)


def _holds_all_together(columns: tuple[str, ...], place: int) -> bool:
    """Whether nothing but this column tells where a household begins: without it the file says something else."""
    return columns[place] == "relation" and not {"number", "head.name", "head.id_number"} & set(columns)


def _headed(page: Page, row: int) -> bool:
    return page.lines[row - 1].kind == "heading"


def _remove_column(page: Page, place: int) -> None:
    column = place + 1
    for number, line in enumerate(page.lines, 1):
        if line.kind in ("title", "note", "blank") or place >= len(line.cells):
            continue
        group = next((m for m in page.merges if m.top == number and m.left == column < m.right), None)
        if group and line.cells[place + 1] is None:
            line.cells[place + 1] = line.cells[place]
        line.cells.pop(place)
        line.columns = (*line.columns[:place], *line.columns[place + 1 :])
    kept = [m for m in page.merges if not m.left == m.right == column]
    page.merges = [
        Merge(m.top, m.left - (m.left > column), m.bottom, m.right - (m.right >= column)) for m in kept
    ]  # fmt: skip
    page.merges = [m for m in page.merges if (m.top, m.left) != (m.bottom, m.right)]


HARMLESS: tuple[Mutation, ...] = (
    swap_rows, swap_columns, insert_between, drop_merges, turn_sheets, drop_a_minor_column, stray_blank_texts,
)  # fmt: skip
HARMFUL: tuple[Mutation, ...] = (
    replace_a_cell, replace_a_cell, replace_a_cell, delete_a_row, repeat_a_row, shift_some_rows, delete_a_column, repeat_a_column,
    change_a_heading, change_a_heading_for_another, merge_two_cells, cut_off, stray_word,
)  # fmt: skip


def mutated(laid: Laid, steps: list[tuple[Mutation, Any]]) -> Laid:
    """A copy of the register after these steps, each with the seed of its choices."""
    changed = laid.copy()
    for mutation, seed in steps:
        mutation(changed, random.Random(seed))
    return changed
