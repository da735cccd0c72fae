"""What numbers and days of a household file can be at all; beyond it somebody slipped."""

from __future__ import annotations

from datetime import date

EARLIEST_BIRTH = date(1900, 1, 1)
EARLIEST_HOUSE = 1300
FURTHER_CAUSES_MAX = 2
FUELS_MAX = 3
MARKET_MAX_M = 500_000
HOUSE_MAX_M2 = 5_000
LONGEST_NUMBER = 40
"""Characters of a telephone or certificate number, which are kept encrypted and so without a length of their own."""
