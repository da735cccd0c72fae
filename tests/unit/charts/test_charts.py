"""Charts: every number at its place, claimed hollow and recognised filled, words in both languages, nothing that a page forbids."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from xinlu import charts
from xinlu.charts import look

SVG = "{http://www.w3.org/2000/svg}"
DAYS = (date(2025, 12, 31), date(2026, 6, 30), date(2026, 11, 27))


def incomes(*rows):
    names = ("claimed_fen", "recognised_low_fen", "recognised_high_fen", "line_fen")
    return [
        charts.IncomeAt(day=day, **dict(zip(names, row, strict=True))) for day, row in zip(DAYS, rows, strict=False)
    ]


INCOMES = incomes(
    (900_000, 400_000, 950_000, 790_000),
    (1_000_000, 600_000, 1_000_000, 790_000),
    (1_100_000, 800_000, 1_050_000, 820_000),
)
SIDES = [
    charts.SidesAt(
        day=day,
        claimed_above=90,
        claimed_below=30,
        recognised_above=50,
        recognised_below=10 * n,
        recognised_unanswered=70,
    )
    for n, day in enumerate(DAYS, start=1)
]
COSTS = [charts.CostAt(households=n, spent_fen=10_000 * n * n, next_fen=20_000 * n) for n in range(1, 11)]
BINS = [charts.Bin(said=0.1, came=0.2, households=10), charts.Bin(said=0.9, came=0.8, households=40)]
EACH = {
    "income": lambda language: charts.income_over_time(INCOMES, language=language),
    "sides": lambda language: charts.sides_over_time(SIDES, language=language),
    "costs": lambda language: charts.rising_cost(COSTS, language=language),
    "calibration": lambda language: charts.calibration(BINS, language=language),
}


def marks(svg, *, fill):
    """Where marks of that filling stand: (x, y) as drawn, left to right."""
    found = []
    for path in ElementTree.fromstring(svg).iter(f"{SVG}path"):
        placed = re.fullmatch(r"translate\(([-\d.]+),([-\d.]+)\)", path.get("transform", ""))
        if placed and path.get("fill") == fill:
            found.append((float(placed[1]), float(placed[2])))
    return sorted(found)


def words(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_claimed_is_hollow_recognised_filled_and_each_at_its_height():
    svg = charts.income_over_time(INCOMES, language="zh")
    hollow, filled = marks(svg, fill=look.SHEET), marks(svg, fill=look.GREEN)
    assert len(hollow) == len(filled) == 3
    # One scale for both: pixels differ as yuan do.
    pixels = [y for _, y in hollow] + [y for _, y in filled]
    fen = [each.claimed_fen for each in INCOMES] + [each.recognised_low_fen for each in INCOMES]
    per_pixel = (fen[0] - fen[3]) / (pixels[3] - pixels[0])
    assert per_pixel > 0
    for y, amount in zip(pixels, fen, strict=True):
        assert fen[0] - (y - pixels[0]) * per_pixel == pytest.approx(amount, abs=2 * per_pixel)
    # And days lie as far apart as they are.
    x = [each for each, _ in hollow]
    assert (x[2] - x[1]) / (x[1] - x[0]) == pytest.approx((DAYS[2] - DAYS[1]) / (DAYS[1] - DAYS[0]), abs=0.02)


def test_sides_are_told_with_their_numbers():
    svg = charts.sides_over_time(SIDES, language="zh")
    assert {"填报没过线 30", "认可没过线 30", "还没看清 70"} <= set(words(svg))
    filled = [y for _, y in marks(svg, fill=look.GREEN)]
    assert filled == sorted(filled, reverse=True) and filled[0] - filled[1] == pytest.approx(
        filled[1] - filled[2], abs=2
    )


def test_the_cost_rises_by_steps_to_the_last_tenth():
    svg = charts.rising_cost(COSTS, language="en")
    line = next(path for path in ElementTree.fromstring(svg).iter(f"{SVG}path") if path.get("stroke") == look.GREEN)
    points = [tuple(map(float, each.split(","))) for each in re.split("[ML]", line.get("d"))[1:]]
    assert {"2,000", "500"} <= set(words(svg)), "fen are written in yuan"
    heights = [y for _, y in points]
    assert heights == sorted(heights, reverse=True) and points[-1][0] > points[0][0]
    level_or_upright = [before[0] == after[0] or before[1] == after[1] for before, after in pairwise(points)]
    assert all(level_or_upright), "a household costs what it costs, not a mean of its neighbours"
    width = points[-1][0] - points[0][0]
    shade = next(path for path in ElementTree.fromstring(svg).iter(f"{SVG}path") if path.get("fill") == look.GREEN_WASH)
    first, broad = re.match(r"M([\d.]+),[\d.]+h([\d.]+)", shade.get("d")).groups()
    assert float(broad) == pytest.approx(width * charts.last_ten_li.LAST, abs=1.5)
    assert float(first) == pytest.approx(points[-1][0] - float(broad), abs=1.5)


def test_what_the_shade_is_called_stands_above_the_line_and_of_few_households_there_is_no_last_tenth():
    drawn = ElementTree.fromstring(charts.rising_cost(COSTS, language="zh"))
    (called,) = (text for text in drawn.iter(f"{SVG}text") if text.text == "最后一成")
    baseline = float(re.fullmatch(r"translate\([-\d.]+,([-\d.]+)\)", called.get("transform"))[1])
    line = next(path for path in drawn.iter(f"{SVG}path") if path.get("stroke") == look.GREEN)
    assert baseline + look.SIZE / 2 < min(float(each.split(",")[1]) for each in re.split("[ML]", line.get("d"))[1:])
    assert "最后一成" not in words(charts.rising_cost(COSTS[:9], language="zh"))


def test_a_bin_lies_where_it_was_told_and_came_and_is_as_large_as_it_has_households():
    drawn = ElementTree.fromstring(charts.calibration(BINS, language="en"))
    circles = [each for each in drawn.iter(f"{SVG}path") if each.get("fill") == look.GREEN and each.get("transform")]
    (x1, y1), (x2, y2) = marks(ElementTree.tostring(drawn, encoding="unicode"), fill=look.GREEN)
    assert len(circles) == 2 and x2 > x1 and y2 < y1
    sizes = sorted(float(re.match(r"M([\d.]+)", each.get("d"))[1]) for each in circles)
    assert sizes[1] > 1.3 * sizes[0]


@pytest.mark.parametrize("name", EACH)
def test_both_languages_and_nothing_that_a_page_forbids(name):
    zh, en = EACH[name]("zh"), EACH[name]("en")
    assert zh == EACH[name]("zh"), "the same points, the same bytes"
    for svg, language in ((zh, "zh"), (en, "en")):
        drawn = ElementTree.fromstring(svg)
        assert drawn.get("lang") == language and drawn.get("viewBox") and drawn.get("aria-label")
        assert not re.search(r"<style|<script|style=|href|on\w+=|https?://(?!www\.w3\.org)", svg)
    assert re.search("[一-鿿]", " ".join(words(zh))) and not re.search("[一-鿿]", " ".join(words(en)))


def test_what_is_not_known_is_a_gap_and_one_day_is_still_seen():
    gap = incomes(
        (900_000, None, None, 790_000), (1_000_000, 600_000, 1_000_000, None), (1_100_000, 800_000, 1_050_000, 820_000)
    )
    svg = charts.income_over_time(gap, language="zh")
    assert (len(marks(svg, fill=look.SHEET)), len(marks(svg, fill=look.GREEN))) == (3, 2)
    one = charts.income_over_time(INCOMES[:1], language="zh")
    assert len(marks(one, fill=look.GREEN)) == 1 and "2025-12-31" in words(one)


def test_less_than_nothing_and_many_days_are_drawn():
    many = [
        charts.IncomeAt(
            day=DAYS[0] + timedelta(n), claimed_fen=n, recognised_low_fen=-100 * n, recognised_high_fen=n, line_fen=None
        )
        for n in range(1000)
    ]
    svg = charts.income_over_time(many, language="en")
    assert len(marks(svg, fill=look.GREEN)) == 1000 and sum(bool(re.match(r"\d{4}-", each)) for each in words(svg)) <= 3


@pytest.mark.parametrize(
    ("draw", "nothing"),
    [(charts.income_over_time, []), (charts.sides_over_time, []), (charts.rising_cost, []), (charts.calibration, [])],
)
def test_without_a_point_there_is_no_chart(draw, nothing):
    with pytest.raises(ValueError, match="a point"):
        draw(nothing, language="zh")


def test_labels_stand_apart_and_in_their_order():
    found = look.apart([100.0, 101.0, 50.0], low=0.0, high=100.0, pixels=200)
    gap = 100 * look.LABELS / 200
    assert found[2] < found[0] < found[1] <= 100.0 and found[1] - found[0] >= gap - 1e-9
