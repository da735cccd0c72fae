"""Packaged defaults, each dated and with its source: lines, counting rules, settings, statuses of a household.

Nothing here is a county's own value: those lie above, in `parameters`, and are handed in as `own`.
"""

from xinlu.standards.entries import COUNTRY, CountingRule, Dated, HouseholdStatus, Line, Setting, Standards, Standing
from xinlu.standards.loading import StandardsError, load
from xinlu.standards.selection import household_statuses, line, nearest, setting

__all__ = [
    "COUNTRY",
    "CountingRule",
    "Dated",
    "HouseholdStatus",
    "Line",
    "Setting",
    "Standards",
    "StandardsError",
    "Standing",
    "household_statuses",
    "line",
    "load",
    "nearest",
    "setting",
]
