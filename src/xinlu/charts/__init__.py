"""Charts of results as SVG that stands alone: claimed hollow, recognised filled, in Chinese or English.

Drawn with Altair; nothing in them but shapes and text, no script and no style, so that a page, a PDF and a black-and-white
printer show the same. Amounts come in fen and are drawn in yuan.
"""

from xinlu.charts.last_ten_li import Bin, CostAt, calibration, rising_cost
from xinlu.charts.over_time import IncomeAt, SidesAt, income_over_time, sides_over_time

__all__ = [
    "Bin",
    "CostAt",
    "IncomeAt",
    "SidesAt",
    "calibration",
    "income_over_time",
    "rising_cost",
    "sides_over_time",
]
