"""A form of the office's own, filled: names in braces give way to what is known, and everything else stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import IO, Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.sheets.form_fields import OF_WORDS, Of, field_named, nearest_names
from xinlu.sheets.form_opening import cells_of, open_form
from xinlu.sheets.form_rows import put_in_rows
from xinlu.sheets.form_sheets import copied, free_title

FormValue: TypeAlias = "str | int | Decimal | date | None"
"""Money is a Decimal in yuan, exactly; text stays text, whatever it looks like."""

NAMES_MOST = 2000
RUNS_MOST = 40
"""Groups of rows that repeat, in one sheet."""
HOUSEHOLDS_MOST = 300
"""Sheets of their own in one workbook; a list with a row a household may have LISTED_MOST."""
LISTED_MOST = 5000
WRITTEN_MOST = 400_000
"""Cells of the filled workbook."""
LONGEST_TEXT = 32_000

_NAME = re.compile(r"[{｛]([^{}｛｝\n]{1,40})[}｝]")
_LOOKS_LIKE_NUMBER = re.compile(r"[-+]?\d[\d.,]*[Xx]?")
_UNKNOWN_LOOK = PatternFill("solid", fgColor="FFF2CC")

_TOO_MANY_NAMES = Words(
    "表里有 {n} 个花括号，最多 {most} 个。每个成员、每笔账只要写一行，会自己往下加",
    "The form has {n} names in braces, {most} at most. Members and lines need one row each: it repeats by itself",
)
_MIXED_ROW = Words(
    "{sheet} 第 {row} 行又有“{one}.”又有“{other}.”，不知道按哪个往下加。分成两行",
    "Row {row} of {sheet} has both “{one}.” and “{other}.”: it cannot be told what repeats. Use two rows",
)
_IN_LIST = Words(
    "{sheet} 第 {row} 行是“{what}.”，可这是每户一行的名单，一户只有一行。把它删掉，或者另做一张一户一份的表",
    "Row {row} of {sheet} has “{what}.”, but this is a list with one row a household. Take it out, or make a form for one household",
)
_NO_NAMES = Words(
    "表里没有一个认得的名字。在要填的格子里写花括号，比如“{户主姓名}”",
    "The form has no name that is known. Write names in braces where something is to be filled in, such as {head}",
)
_NO_HOUSEHOLDS = Words("这里没有一户可以填", "There is no household here to fill the form for")
_TOO_MANY_HOUSEHOLDS = Words(
    "一共 {n} 户，一次最多填 {most} 户。分村、分组来做",
    "There are {n} households, {most} at most. Do it village by village",
)
_TOO_MUCH = Words(
    "填出来太大了。分村、分组来做，或者把表做小些", "The filled form would be too large. Do it village by village"
)
_UNKNOWN = Words("“{{{name}}}”认不出，也没有像的", "“{{{name}}}” is not known, and nothing like it")
_IS_IT = Words("“{{{name}}}”认不出，是不是{known}？", "“{{{name}}}” is not known; is {known} meant?")
_OR = Words("或者", " or ")
_DIFFERS = Words(
    "“{{{name}}}”每户不一样，名单上要写成“{{户.…}}”放在每户那一行，这里空着",
    "“{{{name}}}” differs between the households; in a list write {{household.…}} in the repeating row. Left empty here",
)


@dataclass(frozen=True, slots=True)
class FormValues:
    """What is known of one household, by the keys of form_fields. `title` names its sheet."""

    title: str
    household: Mapping[str, FormValue]
    members: Sequence[Mapping[str, FormValue]] = ()
    lines: Sequence[Mapping[str, FormValue]] = ()


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that is not known: where, what stands there, and in words which may be meant."""

    sheet: str
    cell: str
    written: str
    words: Words


@dataclass(slots=True)
class FilledForm:
    """The filled workbook, the names that are not known, and what else there is to say."""

    content: bytes = b""
    unknown: list[UnknownName] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)


def fill_for_household(form: bytes | IO[bytes], values: FormValues) -> FilledForm:
    """The form filled for one household. Refusal for a file that is no form, or too large, or that names nothing known."""
    book, told = _opened(form)
    for sheet in list(book.worksheets):
        _fill_sheet(sheet, [values], told, is_list=False)
    return _saved(book, told)


def fill_for_households(form: bytes | IO[bytes], values: Sequence[FormValues]) -> FilledForm:
    """The form filled for several: one row each where it has a row of {户.…}, else a sheet each.

    Refusal as for one, and for more households than a workbook can take.
    """
    if not values:
        raise Refusal("form.no_households", _NO_HOUSEHOLDS)
    book, told = _opened(form)
    named = {id(sheet): {each.of for _, _, each in _names(sheet) if each} for sheet in book.worksheets}
    is_list = any(Of.EACH in found for found in named.values())
    most = LISTED_MOST if is_list else HOUSEHOLDS_MOST
    if len(values) > most:
        raise Refusal("form.too_many_households", _TOO_MANY_HOUSEHOLDS.filled(n=len(values), most=most))
    if is_list:
        for sheet in list(book.worksheets):
            _fill_sheet(sheet, values, told, is_list=True)
        return _saved(book, told)
    originals = [sheet for sheet in book.worksheets if named[id(sheet)]]
    if sum(len(sheet._cells) for sheet in originals) * len(values) > WRITTEN_MOST:
        raise Refusal("form.too_much", _TOO_MUCH)
    for nth, each in enumerate(values, start=1):
        titles = {
            sheet.title: free_title(book, f"{nth} {each.title}", sheet.title if len(originals) > 1 else "")
            for sheet in originals
        }
        for sheet in originals:
            _fill_sheet(copied(sheet, titles), [each], told if nth == 1 else FilledForm(), is_list=False)
    for sheet in originals:
        book.remove(sheet)
    book.active = 0
    return _saved(book, told)


@dataclass(slots=True)
class _Run:
    """Rows that repeat: from `first` to `last` the form has made them itself."""

    of: Of
    first: int
    last: int


def _opened(form: bytes | IO[bytes]) -> tuple[Workbook, FilledForm]:
    book, notes = open_form(form)
    told = FilledForm(notes=list(notes))
    found = [each for sheet in book.worksheets for each in _names(sheet)]
    if len(found) > NAMES_MOST:
        raise Refusal("form.too_many_names", _TOO_MANY_NAMES.filled(n=len(found), most=NAMES_MOST), field="form")
    if not any(meaning for _, _, meaning in found):
        raise Refusal("form.no_names", _NO_NAMES, field="form")
    return book, told


def _names(sheet: Worksheet) -> Iterator[tuple[Any, str, Any]]:
    """Every name in braces: the cell, the name, and what it means (None for an unknown one). Formulas are left alone."""
    for cell in cells_of(sheet):
        if not _has_names(cell):
            continue
        for match in _NAME.finditer(str(cell.value)):
            yield cell, match[1], field_named(match[1])


def _has_names(cell: Any) -> bool:
    if isinstance(cell, MergedCell) or cell.data_type == "f" or not isinstance(cell.value, (str, CellRichText)):
        return False
    return _NAME.search(str(cell.value)) is not None


def _fill_sheet(sheet: Worksheet, values: Sequence[FormValues], told: FilledForm, *, is_list: bool) -> None:
    runs = _runs(sheet, is_list=is_list)
    repeating = {row for run in runs for row in range(run.first, run.last + 1)}
    # Known before anything is filled in: braces within what people said are never names.
    alone = {id(cell): cell for cell, _, _ in _names(sheet) if cell.row not in repeating}
    for run in reversed(runs):
        _fill_run(sheet, run, values, told)
    shared = _same_of_all(values) if is_list else values[0].household
    for cell in alone.values():
        _fill_cell(cell, cell.value, {Of.HOUSEHOLD: shared}, told, differs=is_list)


def _fill_run(sheet: Worksheet, run: _Run, values: Sequence[FormValues], told: FilledForm) -> None:
    """Fill the rows that repeat, putting in as many as are missing."""
    items = _items(run.of, values)
    there = run.last - run.first + 1
    missing = len(items) - there
    first = [cell for cell in cells_of(sheet) if cell.row == run.first]
    if missing > 0:
        if len(sheet._cells) + missing * len(first) > WRITTEN_MOST:
            raise Refusal("form.too_much", _TOO_MUCH)
        put_in_rows(sheet, like=run.first, below=run.last, count=missing)
    named = {cell.column: cell.value for cell in first if _has_names(cell)}
    for nth in range(max(len(items), there)):
        item = items[nth] if nth < len(items) else {}
        known = {run.of: item, Of.HOUSEHOLD: item if run.of is Of.EACH else values[0].household}
        if not item:
            known = {}
        for column, value in named.items():
            _fill_cell(sheet.cell(run.first + nth, column), value, known, told if nth == 0 else None)


def _runs(sheet: Worksheet, *, is_list: bool) -> list[_Run]:
    """The rows that repeat, from the top, each with the rows below it that the form has made for the same."""
    rows: dict[int, dict[int, Any]] = {}
    for cell in cells_of(sheet):
        rows.setdefault(cell.row, {})[cell.column] = cell
    names: dict[int, dict[int, str]] = {}
    ofs: dict[int, set[Of]] = {}
    for cell, _, meaning in _names(sheet):
        names.setdefault(cell.row, {})[cell.column] = str(cell.value)
        if meaning and meaning.of is not Of.HOUSEHOLD:
            ofs.setdefault(cell.row, set()).add(meaning.of)
    runs: list[_Run] = []
    for row in sorted(ofs):
        _check_row(sheet, row, ofs[row], is_list=is_list)
        if runs and row <= runs[-1].last:
            continue
        end = row
        while names.get(end + 1) == names[row] or _is_kept_ready(rows.get(end + 1, {}), rows[row], names[row]):
            end += 1
        runs.append(_Run(next(iter(ofs[row])), row, end))
    if len(runs) > RUNS_MOST:
        raise Refusal("form.too_many_names", _TOO_MANY_NAMES.filled(n=len(runs), most=RUNS_MOST), field="form")
    return runs


def _check_row(sheet: Worksheet, row: int, found: set[Of], *, is_list: bool) -> None:
    if len(found) > 1:
        one, other = sorted(found)[:2]
        words = _MIXED_ROW.filled(sheet=sheet.title, row=row, one=OF_WORDS[one], other=OF_WORDS[other])
        raise Refusal("form.mixed_row", words, field="form")
    if is_list and Of.EACH not in found:
        words = _IN_LIST.filled(sheet=sheet.title, row=row, what=OF_WORDS[next(iter(found))])
        raise Refusal("form.in_list", words, field="form")


def _is_kept_ready(row: Mapping[int, Any], like: Mapping[int, Any], names: Mapping[int, str]) -> bool:
    """Whether the row holds nothing and is drawn like the one that repeats: the form keeps it ready."""
    if not row or any(cell.value not in (None, "") for cell in row.values()):
        return False
    for column in names:
        here, there = row.get(column), like[column]
        if here is None or isinstance(here, MergedCell) or here._style.borderId != there._style.borderId:
            return False
        if not there.border.left.style:
            return False
    return True


def _items(of: Of, values: Sequence[FormValues]) -> list[Mapping[str, FormValue]]:
    if of is Of.EACH:
        return [{**each.household, "nth": nth} for nth, each in enumerate(values, start=1)]
    told = (values[0].members if of is Of.MEMBER else values[0].lines) if values else ()
    return [{"nth": nth, **each} for nth, each in enumerate(told, start=1)]


def _same_of_all(values: Sequence[FormValues]) -> dict[str, FormValue]:
    """What is the same of every household of a list, such as the village."""
    if not values:
        return {}
    first = values[0].household
    return {key: value for key, value in first.items() if all(each.household.get(key) == value for each in values)}


def _fill_cell(
    cell: Any,
    value: Any,
    known: Mapping[Of, Mapping[str, FormValue]],
    told: FilledForm | None,
    *,
    differs: bool = False,
) -> None:
    """Put what is known in the place of the names of one cell, and mark those that are not."""
    text = str(value)
    unknown = [match[1] for match in _NAME.finditer(text) if field_named(match[1]) is None]

    def found(name: str) -> FormValue:
        meaning = field_named(name)
        assert meaning is not None
        values = known.get(meaning.of, {})
        if told is not None and differs and meaning.key not in values and values:
            told.notes.append(_DIFFERS.filled(name=name))
        return values.get(meaning.key)

    alone = _NAME.fullmatch(text.strip())
    if alone and not unknown:
        _put(cell, found(alone[1]))
    elif isinstance(value, CellRichText) and not unknown and _whole_in_parts(value):
        cell.value = CellRichText(*(_filled_part(part, found) for part in value))
    else:
        _put(cell, _NAME.sub(lambda match: match[0] if match[1] in unknown else _said(found(match[1])), text))
    if unknown:
        cell.fill = copy(_UNKNOWN_LOOK)
        if told is not None:
            told.unknown += [_unknown(cell, name) for name in unknown]


def _whole_in_parts(value: CellRichText) -> bool:
    """Whether each name stands in one look, and not half in bold."""
    parts = [part if isinstance(part, str) else part.text for part in value]
    return sum(len(_NAME.findall(part)) for part in parts) == len(_NAME.findall(str(value)))


def _filled_part(part: Any, found: Any) -> Any:
    def filled(text: str) -> str:
        return _clean(_NAME.sub(lambda match: _said(found(match[1])), text))

    if isinstance(part, str):
        return filled(part)
    changed = copy(part)
    changed.text = filled(part.text)
    return changed


def _put(cell: Any, value: FormValue) -> None:
    """Write the value as what it is. A text that looks like a formula, an error or a number stays a text."""
    if value is None:
        cell.value = None
    elif isinstance(value, str):
        cell.value = _clean(value)
        cell.data_type = "s"
        if cell.number_format == "General" and _LOOKS_LIKE_NUMBER.fullmatch(value):
            cell.number_format = "@"
    else:
        cell.value = value
        if isinstance(value, date) and not cell.is_date:
            cell.number_format = "yyyy-mm-dd"


def _said(value: FormValue) -> str:
    """A value within a sentence."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT]


def _unknown(cell: Any, name: str) -> UnknownName:
    zh, en = (nearest_names(name, language=language) for language in ("zh", "en"))
    if not zh:
        words = _UNKNOWN.filled(name=name)
    else:
        words = Words(
            _IS_IT.zh.format(name=name, known=_OR.zh.join(f"“{each}”" for each in zh)),
            _IS_IT.en.format(name=name, known=_OR.en.join(f"“{each}”" for each in en)),
        )
    return UnknownName(cell.parent.title, cell.coordinate, name, words)


def _saved(book: Workbook, told: FilledForm) -> FilledForm:
    book.calculation.fullCalcOnLoad = True
    file = BytesIO()
    book.save(file)
    told.content = file.getvalue()
    told.notes = list(dict.fromkeys(told.notes))
    return told
