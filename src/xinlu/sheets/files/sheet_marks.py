"""What is learnt of a sheet before its values are read: how far it reaches, its merges, its cells without a value."""

from __future__ import annotations

from dataclasses import dataclass, field

from xinlu.sheets.files import limits, refusals
from xinlu.sheets.grid import Broken, Loss, Merge, column_letter


@dataclass(slots=True)
class SheetMarks:
    """One sheet. Rows and columns from 1; `written` counts the cells that the file has, those with a mere style too."""

    name: str = ""
    last_row: int = 0
    last_column: int = 0
    written: int = 0
    merges: list[Merge] = field(default_factory=list)
    broken: dict[int, dict[int, Broken]] = field(default_factory=dict)
    _broken_count: int = 0

    @property
    def holds_anything(self) -> bool:
        """Whether any cell has a value."""
        return self.last_row > 0

    def reach(self, row: int, column: int) -> None:
        """A cell at `row`, `column` holds something; Refusal where the sheet so becomes larger than is read."""
        if row > self.last_row:
            self.last_row = row
        elif column <= self.last_column:
            return
        if column > self.last_column:
            self.last_column = column
        self.refuse_if_too_far(row, column)

    def refuse_if_too_far(self, row: int, column: int) -> None:
        """Refusal when the sheet, with a cell at that place, is larger than is read."""
        if row > limits.ROWS:
            raise refusals.too_many_rows(self.name, row)
        if column > limits.COLUMNS:
            raise refusals.too_many_columns(self.name, f"{column_letter(column)}{row}")
        if self.last_row * self.last_column > limits.CELLS:
            raise refusals.too_wide_spread(self.name, self.last_row, self.last_column)

    def lose(self, row: int, column: int, why: Loss, text: str) -> None:
        """The cell has no value that can be read, and `text` stands in its place."""
        self._broken_count += 1
        if self._broken_count > limits.BROKEN:
            raise refusals.too_many_broken(self.name)
        self.broken.setdefault(row, {})[column] = Broken(why, text[:1000])

    def merge(self, merge: Merge) -> None:
        """A merged range."""
        if len(self.merges) >= limits.MERGES:
            raise refusals.too_many_merges(self.name)
        self.merges.append(merge)
