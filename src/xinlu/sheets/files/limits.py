"""How much of a file is read. Every limit here has a refusal that names it (refusals.py)."""

from __future__ import annotations

ROWS = 1_000_000
COLUMNS = 400
CELLS = 26_000_000
"""Of one sheet, empty ones between included: the reader lays a sheet out as a full rectangle, some 90 bytes a cell."""

INFLATED_BYTES = 1_500_000_000
"""All parts of a packed file together, as they really come out."""
ENTRIES = 10_000
BOMB_BYTES, BOMB_RATIO = 200_000_000, 250
"""A part as large as that and packed as tightly as that is made to harm. Honest sheets pack about 1 : 30."""
SMALL_PART_BYTES = 20_000_000
"""The list of sheets and its like."""

MERGES = 300_000
BROKEN = 1_000_000

TEXT_BYTES = 1_500_000_000
FIELD_CHARACTERS = 131_072
"""One cell of a text file, and one line of it between two line ends."""
LINE_CHARACTERS = 4_000_000

OLD_WORKBOOK_BYTES = 300_000_000
"""An .xls, which is held in memory whole."""

MEMORY_BYTES = 3 * 1024**3
"""Of the reading process."""
PROCESSOR_SECONDS = 600
ANSWER_SECONDS = 600
"""How long the reading process may take over one answer."""
FRAME_BYTES = 64_000_000
