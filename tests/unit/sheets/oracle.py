"""Whether what the importer says may be said of a laid-out register: every claim has its cell, and nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from unit.sheets.pages import HOUSEHOLD_FACTS, Cell, Laid, Line, Page
from unit.sheets.readings import Reading, bare, read_cell, same
from unit.sheets.truth import reckoned_line
from xinlu.income.kinds import Source, kind
from xinlu.kernel.errors import Refusal
from xinlu.practice.idnumbers import check_id_number
from xinlu.sheets.accounts import TOTAL_OF
from xinlu.sheets.entries import HouseholdEntry, LineEntry, PersonEntry, Register, Spot, Total

Cells = list[tuple[str, int, int, Reading]]
"""Where a meaning stands, and what may be taken from there."""


OF_ALL = ("subsistence_allowance", "medical_insurance", "pension_insurance", "schooling", "migrant_work")
"""Said in a list of households it is of nobody knows whom, and kept in the note."""

OFFICIAL_FROM = 6
"""Shorter household numbers count the rows of one file and need not be kept."""

ROUNDED_FEN = 1_000
"""Net income written beside its parts may be rounded by ten yuan."""


class Oracle:
    """Judges one register against one laid-out workbook; `found` are its complaints."""

    def __init__(self, register: Register, laid: Laid) -> None:
        self.register, self.laid, self.found = register, laid, list[str]()
        self.faulty = {(f.spot.sheet, f.spot.row, f.spot.column) for f in register.faults}
        # A sheet none of whose columns is told of, and that is said to be no register, was skipped whole.
        read = {column.sheet for column in register.columns}
        self.whole = {one.spot.sheet for one in register.skipped if one.spot.sheet not in read or not one.spot.row}
        self.unused = {(c.sheet, c.column) for c in register.columns if not c.meaning}
        self.choices = {(c.spot.sheet, c.spot.row) for c in register.choices}
        self.skipped = {(s.spot.sheet, s.spot.row) for s in register.skipped}
        self.rows = laid.by_household()
        self.lines = {(page.name, n): line for page in laid.pages for n, line in enumerate(page.lines, 1)}
        self.places: dict[tuple[int, str], list[tuple[Page, int, int, Line]]] = {}
        for h, rows in self.rows.items():
            for page, number, line in rows:
                for at, meaning in enumerate(line.columns[: len(line.cells)], 1):
                    self.places.setdefault((h, meaning), []).append((page, number, at, line))
        self.merged = _under_merges(laid)
        self.lists_members = any(line.person for page in laid.pages for line in page.lines)
        # Rows that nobody could tell the household of stand in `returned` by themselves; the household is asked about.
        self.alone = {_row(spot) for entry in register.returned for spot in _spots(entry)}
        came = {_row(spot) for entry in register.households for spot in _spots(entry)}
        self.alone |= {_row(fault.spot) for fault in register.faults} - came
        self.lost = self.alone | {(sheet, row) for sheet, row, _ in self.faulty} | self.choices | self.skipped

    def judge(self) -> list[str]:
        """Every complaint; none is as it should be."""
        came: Counter[int] = Counter()
        for entry in self.register.households:
            h = self._whose(entry)
            if h is not None:
                came[h] += 1
                self._judge_household(entry, h)
        back = Counter(h for h in map(self._whose, self.register.returned) if h is not None)
        for h in range(len(self.laid.truth.households)):
            if came[h] > 1:
                self._say(h, f"came {came[h]} times and was returned {back[h]} times")
            if h not in self.laid.touched and not self.laid.shaken and (came[h] != 1 or back[h]):
                why = "; ".join(f"{f.spot} {f.written!r} {f.code}" for f in self.register.faults[:3])
                self._say(h, f"nothing is wrong with it, yet it did not come in ({why})")
        self._judge_faults()
        self._judge_rows()
        return self.found

    def _say(self, household: int | None, what: str) -> None:
        number = "" if household is None else f"household {household}: "
        if number + what not in self.found:
            self.found.append(number + what)

    def _whose(self, entry: HouseholdEntry) -> int | None:
        line = self.lines.get(_row(entry.spot))
        if line is None or line.household is None:
            self._say(None, f"{entry.spot} is no household's row, and {entry.number!r} was made of it")
            return None
        return line.household

    def _cells(self, h: int, meaning: str, person: int | None = None) -> Cells:
        """Where it stands. What is in a column under `head.` is said of the head."""
        mine = self.places.get((h, meaning), [])
        cells = [(p.name, row, at) for p, row, at, line in mine if person in (None, line.person)]
        heads = self.places.get((h, f"head.{meaning}"), []) if person == 0 else []
        cells += [(p.name, row, at) for p, row, at, _ in heads]
        cells = [place for place in cells if place[:2] not in self.alone and place[0] not in self.whole]
        return [(*place, self._reading(*place)) for place in cells]

    def _reading(self, sheet: str, row: int, column: int) -> Reading:
        place = (sheet, row, column)
        line = self.lines[sheet, row]
        meaning, above = line.columns[column - 1], self.merged.get(place)
        scale = self.laid.scale.get(meaning)
        if above is None:
            return read_cell(meaning, line.cells[column - 1], scale=scale)
        # What a merged cell says of its lower rows may as well be left untaken.
        return Reading(blank=True, values=read_cell(meaning, above, scale=scale).values)

    def _kept_in_the_note(self, h: int, fact: str) -> bool:
        """Whether what is said of one person is kept in words, because the table tells of households alone."""
        notes = [entry.facts.get("note") for entry in self.register.households if self._whose(entry) == h]
        return self.laid.shaken and fact in OF_ALL and any(notes)

    def _claim(self, h: int, what: str, claimed: Any, cells: Cells, *, also: Iterable[Any] = ()) -> None:
        """A claim needs a cell that says it; a cell that says something needs a claim, or its column is told as unused."""
        said = [value for *_, reading in cells for value in reading.values]
        empty = claimed is None or claimed == "" or claimed == []
        if not empty and same(claimed) not in [same(value) for value in (*said, *also)]:
            self._say(h, f"{what} is claimed to be {claimed!r}; the cells say {said}")
        for sheet, row, column, reading in cells:
            used = (sheet, column) not in self.unused
            if (
                empty
                and reading.values
                and not reading.blank
                and used
                and not self._kept_in_the_note(h, what.split()[-1])
                and not self._is_asked_why_less(h, what)
            ):
                self._say(h, f"{what}: {sheet} row {row} column {column} says {reading.values}, and nobody took it")
            if reading.is_refused and used:
                self._say(h, f"{what}: {sheet} row {row} column {column} cannot be read, yet the household came in")
        several = len({same(value) for *_, reading in cells for value in reading.values[:1]}) > 1
        if several and not empty and not self.laid.shaken and not self._asked(h):
            self._say(h, f"{what} is said in several ways ({said}), and the household came in unasked")

    def _is_asked_why_less(self, h: int, what: str) -> bool:
        """Whether it is asked why a total is less than the lines that it should hold; then the lines are taken."""
        mine = [entry for entry in self.register.households if self._whose(entry) == h]
        return what in set(Total) and any(each.code == "total.exceeded" for entry in mine for each in entry.asked)

    def _asked(self, h: int) -> bool:
        return any(entry.asked for entry in self.register.households if self._whose(entry) == h)

    def _judge_household(self, entry: HouseholdEntry, h: int) -> None:
        household = self.laid.truth.households[h]
        numbers = self._cells(h, "number")
        if entry.number or not any(len(value) < OFFICIAL_FROM for *_, reading in numbers for value in reading.values):
            self._claim(h, "number", entry.number, numbers)
        self._claim(h, "people", entry.people, self._cells(h, "people"))
        for level in ("county", "township", "village", "group"):
            true = household.places[level]
            self._claim(h, level, entry.places.get(level), self._cells(h, f"place.{level}"), also=(true,))
            if level in self.laid.apart and bare(true) not in bare(entry.places.get(level, "") or entry.title):
                self._say(h, f"{level} is {entry.places.get(level)!r} and {entry.title!r}, the sheet says {true!r}")
        for fact in (*HOUSEHOLD_FACTS, *(name for name in entry.facts if name not in HOUSEHOLD_FACTS)):
            if fact == "note":
                self._judge_note(entry, h)
            else:
                self._claim(h, fact, entry.facts.get(fact), self._cells(h, fact))
        self._judge_totals(entry, h)
        self._judge_lines(entry, h)
        self._judge_people(entry, h)
        if self.laid.quiet and h not in self.laid.touched and not self.laid.shaken and entry.asked:
            self._say(h, f"asked without need: {entry.asked[0].code} at {entry.asked[0].spot}")

    def _judge_note(self, entry: HouseholdEntry, h: int) -> None:
        """Columns that nothing else keeps may go into the note too; where there are none, it is what was written."""
        if self.laid.shaken:
            return
        note = bare(entry.facts.get("note") or "")
        said = [bare(value) for *_, reading in self._cells(h, "note") for value in reading.values]
        kept = any("kept" in line.columns for *_, line in self.rows.get(h, []))
        right = all(value in note for value in said) if kept or h in self.laid.touched else note == "".join(said[:1])
        if not right or (note and not said and not kept):
            self._say(h, f"the note is {note!r}; the cells say {said}")

    def _judge_totals(self, entry: HouseholdEntry, h: int) -> None:
        for total in Total:
            also: list[int] = []
            if total is Total.NET:
                parts = [self._first(h, f"total.{one.value}") for one in Total if one is not Total.NET]
                if None not in parts:
                    wages, production, property_, transfer, cost = parts
                    also.append(wages + production + property_ + transfer - cost)
                a_head, people = self._first(h, "total.net_head"), self._first(h, "people") or len(entry.persons)
                also += [] if a_head is None else [a_head * people]
            cells = self._cells(h, f"total.{total.value}")
            # Of a total beside lines of its source only what they leave is kept as a sum.
            lines = sum(_gross(line) for line in entry.lines if TOTAL_OF.get(kind(line.kind).source) is total)
            also += [value - lines for *_, reading in cells for value in reading.values if lines]
            if total is Total.NET and total not in entry.totals and (entry.totals or entry.lines):
                self._judge_net_of_parts(entry, h, cells)
            else:
                self._claim(h, total.value, entry.totals.get(total), cells, also=also)
        no_net = not self._cells(h, "total.net") and not self.laid.shaken
        if no_net and self._first(h, "total.net_head") is not None and Total.NET not in entry.totals:
            self._say(h, "income a head and people are told, and no income came out")

    def _judge_net_of_parts(self, entry: HouseholdEntry, h: int, cells: Cells) -> None:
        """Where parts came in, the net income that stands beside them is theirs, or somebody asks."""
        net = sum(-value if total is Total.PRODUCTION_COST else value for total, value in entry.totals.items())
        net += sum(_net(line) for line in entry.lines if kind(line.kind).source is not Source.RIGID_SPENDING)
        said = [value for *_, reading in cells for value in reading.values if not reading.blank]
        if any(abs(value - net) > ROUNDED_FEN for value in said) and not entry.asked:
            self._say(h, f"net income is {said} in the cells and {net} by its parts, and nobody asks")
        if any(reading.is_refused for *_, reading in cells):
            self._say(h, "net income cannot be read, yet the household came in")

    def _first(self, h: int, meaning: str) -> Any:
        return next((value for *_, reading in self._cells(h, meaning) for value in reading.values), None)

    def _judge_lines(self, entry: HouseholdEntry, h: int) -> None:
        said: Counter[tuple[str, int, int]] = Counter()
        rows = [one for one in self.rows.get(h, []) if one[0].name not in self.whole]
        rows = [one for one in rows if (one[0].name, one[1]) not in self.alone]
        rows = [one for one in rows if not (one[2].again and (one[0].name, one[1]) in self.skipped)]
        for page, number, line in rows:
            merged = [self.merged.get((page.name, number, at), cell) for at, cell in enumerate(line.cells, 1)]
            for told in _lines_of(replace(line, cells=merged), self.laid):
                if told is None:
                    self._say(h, f"{page.name} row {number} is no whole line, yet the household came in")
                elif told[1] or told[2]:
                    said[told] += 1
        try:
            came = Counter(reckoned for one in entry.lines if any((reckoned := reckoned_line(one))[1:]))
        except Refusal as refusal:
            self._say(h, f"a line cannot be reckoned: {refusal}")
            return
        for told in came - said:
            if told not in self._merged_lines(h):
                self._say(h, f"a line that nobody wrote: {told}; written are {said}")
        if said - came and not self.laid.shaken:
            self._say(h, f"lines lost: {said - came}")

    def _merged_lines(self, h: int) -> list[tuple[str, int, int]]:
        """What a merged cell says of its lower rows."""
        found: list[tuple[str, int, int] | None] = []
        for (sheet, row, column), above in self.merged.items():
            line = self.lines[sheet, row]
            if line.household == h:
                found += _lines_of(replace(line, columns=(line.columns[column - 1],), cells=[above]), self.laid)
        return [told for told in found if told]

    def _judge_people(self, entry: HouseholdEntry, h: int) -> None:
        household = self.laid.truth.households[h]
        written = {line.person for *_, line in self.rows.get(h, []) if line.person is not None}
        came = Counter(p for p in (self._judge_person(one, h) for one in entry.persons) if p is not None)
        if any(times > 1 for times in came.values()):
            self._say(h, f"a person came twice: {came}")
        for p in written - set(came):
            rows = [(page.name, number) for page, number, line in self.rows.get(h, []) if line.person == p]
            if all(sheet in self.whole for sheet, _ in rows):
                continue
            told = entry.asked or self._first(h, "people") is None
            if not all(row in self.lost for row in rows) or not told:
                self._say(h, f"{household.persons[p].name} stands in {rows} and did not come out")
        stated = self._first(h, "people")
        if self.lists_members and stated not in (None, len(entry.persons)) and not entry.asked:
            self._say(h, f"{stated} people are stated, {len(entry.persons)} came out, and nobody asks")
        if entry.persons and entry.persons[0].facts.get("relation") != "head" and not self.laid.shaken:
            self._say(h, "its head does not stand first")

    def _judge_person(self, one: PersonEntry, h: int) -> int | None:
        line = self.lines.get(_row(one.spot))
        if line is None or line.person is None or line.household != h:
            self._say(h, f"{one.facts.get('name')} of {one.spot} does not belong to it")
            return None
        p = line.person
        person = self.laid.truth.households[h].persons[p]
        for fact in (*person.facts, *(name for name in one.facts if name not in person.facts)):
            cells = self._cells(h, fact, p)
            self._claim(h, f"{person.name} {fact}", one.facts.get(fact), cells, also=self._derived(fact, h, p))
        return p

    def _derived(self, fact: str, h: int, p: int) -> list[Any]:
        """What an ID number carries, and that the first is the head."""
        if fact == "relation":
            return ["head"] if p == 0 else []
        found = []
        for *_, reading in self._cells(h, "id_number", p) if fact in ("born_on", "sex") else ():
            for value in reading.values:
                checked = check_id_number(value)
                found.append(checked.birth_date if fact == "born_on" else checked.sex)
        return found

    def _judge_faults(self) -> None:
        for fault in self.register.faults:
            line = self.lines.get(_row(fault.spot))
            if line is None:
                self._say(None, f"a fault at {fault.spot}, where there is nothing")
            elif not (
                line.touched or line.household in self.laid.touched or self.laid.shaken or line.household is None
            ):
                self._say(
                    line.household, f"a fault at {fault.spot} ({fault.written!r}, {fault.code}), and nothing is wrong"
                )
            if not fault.words.zh or not fault.words.en or not fault.code:
                self._say(None, f"the fault at {fault.spot} says nothing")

    def _judge_rows(self) -> None:
        entries = [*self.register.households, *self.register.returned]
        spots = {_row(spot) for entry in entries for spot in _spots(entry)} | self.lost
        spots |= {_row(asked.spot) for entry in entries for asked in entry.asked}
        back = {self._whose(entry) for entry in self.register.returned}
        people = {
            (line.household, line.person) for line in map(self.lines.get, spots) if line and line.person is not None
        }
        for page in self.laid.pages:
            if page.hidden or page.foreign:
                if not any(sheet == page.name for sheet, _ in self.skipped):
                    self._say(None, f"the sheet {page.name} was passed over in silence")
                continue
            for number, line in enumerate(page.lines, 1):
                nothing = (
                    page.name in self.whole
                    or line.kind == "heading"
                    or all(bare(str(c or "")) == "" for c in line.cells)
                )
                known = (page.name, number) in spots or ((line.household, line.person) in people and not line.again)
                if not nothing and not known and (line.household is None or line.household not in back):
                    self._say(line.household, f"{page.name} row {number} ({line.kind}) was passed over in silence")


def _spots(entry: HouseholdEntry) -> list[Spot]:
    return [entry.spot, *(one.spot for one in entry.persons), *(one.spot for one in entry.lines)]


def _row(spot: Spot) -> tuple[str, int]:
    return spot.sheet, spot.row


def _under_merges(laid: Laid) -> dict[tuple[str, int, int], Cell]:
    """The cells below the first of a merged range over rows of entries, with the value that stands in the first."""
    found: dict[tuple[str, int, int], Cell] = {}
    for page in laid.pages:
        for merge in page.merges:
            first = page.lines[merge.top - 1]
            for row in range(merge.top + 1, merge.bottom + 1) if first.is_entry else ():
                found[page.name, row, merge.left] = first.cells[merge.left - 1]
    return found


def _lines_of(line: Line, laid: Laid) -> list[tuple[str, int, int] | None]:
    """The account lines that a row says, reckoned; None for one that cannot be."""
    told: list[tuple[str, int, int] | None] = []
    for meaning, cell in zip(line.columns, line.cells, strict=False):
        if meaning.startswith("line."):
            reading = read_cell(meaning, cell, scale=laid.scale.get(meaning))
            code = meaning.removeprefix("line.")
            spends = kind(code).source in (Source.PRODUCTION_COST, Source.RIGID_SPENDING)
            if reading.is_refused or any(value < 0 for value in reading.values):
                told.append(None)
            elif not reading.blank:
                amount = reading.values[0]
                told.append((code, 0, amount) if spends else (code, amount, 0))
    if line.kind == "ledger":
        parts = {
            name: read_cell(f"ledger.{name}", line.cell(f"ledger.{name}"), scale=laid.scale.get(f"ledger.{name}"))
            for name in ("kind", "quantity", "price", "amount", "cost")
        }
        first = {name: next(iter(reading.values), None) for name, reading in parts.items()}
        try:
            if any(reading.is_refused for reading in parts.values()) or first["kind"] is None:
                return [*told, None]
            entry = LineEntry(
                Spot("", 0), first["kind"], quantity_milli=first["quantity"], price_fen=first["price"],
                amount_fen=first["amount"], cost_fen=first["cost"] or 0,
            )  # fmt: skip
            told.append(reckoned_line(entry))
        except Refusal:
            told.append(None)
    return told


def complaints(register: Register, laid: Laid) -> list[str]:
    """Everything that the importer may not say, or may not leave unsaid, about that workbook."""
    return Oracle(register, laid).judge()


def _gross(line: LineEntry) -> int:
    """What a line brings before its cost; of a line that is spent, what it costs."""
    _, income, cost = reckoned_line(line)
    return income or cost


def _net(line: LineEntry) -> int:
    """What a line brings, less what it costs."""
    _, income, cost = reckoned_line(line)
    return income - cost
