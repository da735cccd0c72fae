"""The house, its danger grade, water and fuel, and the way to market."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from xinlu.kernel.words import Words
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, rule
from xinlu.practice.vocabulary import DrinkingWater, HouseGrade

HOUSE = Words("住房", "House")
GRADE = Words("房屋等级", "House grade")
DANGEROUS = frozenset({HouseGrade.C, HouseGrade.D})
UNSAFE_WATER = frozenset({DrinkingWater.UNPROTECTED_WELL, DrinkingWater.RIVER, DrinkingWater.RAIN})


@rule(
    "house.danger",
    Kind.INCONSISTENT,
    subject=GRADE,
    what=Words("房子评的是 {grade}，不算安全住房", "The house is {grade}, which is not safe to live in"),
    why=Words(
        "C 级、D 级要修要建，没修好住房保障不能算过",
        "C and D must be mended or rebuilt; until then the guarantee of housing is not met",
    ),
    do=Words(
        "先问下雨天睡哪里安不安全，报乡里排修；修好了请住建重评",
        "Ask first where they sleep safely when it rains; have the mending planned, then the house graded again",
    ),
    guarantee=True,
)
def dangerous_house(file: FileOnDay) -> Iterator[Values]:
    grade = file.facts.house_grade
    if grade is not None and grade in DANGEROUS:
        yield {"grade": grade.words}


@rule(
    "house.grade_missing",
    Kind.MISSING,
    subject=GRADE,
    what=Words("房子是几级，没填", "The danger grade of the house is not entered"),
    why=Words(
        "住得安不安全说不清，住房保障不能算过",
        "Whether it is safe cannot be said, and the guarantee of housing not be counted as met",
    ),
    do=Words(
        "请住建来看；看之前先问漏不漏、裂不裂",
        "Have it looked at by the housing office; ask meanwhile about leaks and cracks",
    ),
    guarantee=True,
)
def grade_missing(file: FileOnDay) -> Iterator[Values]:
    if file.facts.house_grade is None and file.facts.house_area_m2 != 0:
        yield {}


@rule(
    "house.grade_undated",
    Kind.MISSING,
    subject=GRADE,
    what=Words("评的是 {grade}，哪天评的没填", "It is {grade}, but the day of grading is not entered"),
    why=Words("不知道是哪年评的，就不知道还算不算数", "Without the day nobody knows whether it still holds"),
    do=Words(
        "找鉴定表，把日子补上；找不到就请住建重看", "Find the paper and enter the day; if lost, have it graded again"
    ),
    guarantee=True,
)
def grade_undated(file: FileOnDay) -> Iterator[Values]:
    if file.facts.house_grade is not None and file.facts.house_graded_on is None:
        yield {"grade": file.facts.house_grade.words}


@rule(
    "house.grade_old",
    Kind.STALE,
    subject=GRADE,
    what=Words("{grade}是 {day} 评的，{days} 天没看了", "The house was given {grade} on {day}, {days} days ago"),
    why=Words("下过雨、裂过缝，可能不是 {grade}了", "After rain and cracks it may no longer be {grade}"),
    do=Words("请住建来看", "Have it looked at by the housing office"),
    guarantee=True,
)
def grade_old(file: FileOnDay) -> Iterator[Values]:
    grade, graded_on = file.facts.house_grade, file.facts.house_graded_on
    if grade is not None and graded_on is not None:
        days = (file.on - graded_on).days
        if days > file.limits.grade_days:
            yield {"grade": grade.words, "day": graded_on, "days": days}


@rule(
    "house.grade_day_wrong",
    Kind.INCONSISTENT,
    subject=GRADE,
    what=Words("等级是 {day} 评的，{problem}", "The grade was given on {day}: {problem}"),
    why=Words("日子不对，这个等级就靠不住", "With a wrong day the grade cannot be relied on"),
    do=Words("找鉴定表对日子", "Compare the day with the paper"),
    guarantee=True,
)
def grade_day_wrong(file: FileOnDay) -> Iterator[Values]:
    graded_on, built = file.facts.house_graded_on, file.facts.house_year
    if graded_on is None:
        return
    if graded_on > file.on:
        yield {"day": graded_on, "problem": Words("这一天还没到", "that day has not come yet")}
    elif built is not None and built > graded_on.year:
        problem = Words("房子 {year} 年才建", "the house was only built in {year}")
        yield {"day": graded_on, "problem": problem.filled(year=built)}


@rule(
    "house.year_in_future",
    Kind.INCONSISTENT,
    subject=HOUSE,
    what=Words("建房年份填的是 {year} 年，还没到", "The year of building is entered as {year}, which has not come yet"),
    why=Words("还没建的房子，不能算有房住", "A house not built yet is no place to live"),
    do=Words(
        "问清哪年建的；还在建的，先记现在住的房",
        "Ask when it was built; if not finished, enter the house they live in now",
    ),
)
def house_year_in_future(file: FileOnDay) -> Iterator[Values]:
    if file.facts.house_year is not None and file.facts.house_year > file.on.year:
        yield {"year": file.facts.house_year}


@rule(
    "house.area_unlikely",
    Kind.INCONSISTENT,
    subject=HOUSE,
    what=Words(
        "{area} 平方米住 {count} 口人，一个人 {each} 平方米", "{area} square metres for {count} people: {each} each"
    ),
    why=Words("小得住不下，或者大得像多打了一个零", "Too small to live in, or so large that a zero may be too many"),
    do=Words("走一圈量一量，猪圈、晒坝不算", "Walk round and measure; sty and drying ground do not count"),
)
def house_area_unlikely(file: FileOnDay) -> Iterator[Values]:
    area, count = file.facts.house_area_m2, len(file.present)
    if not area or not count:
        return
    each = Decimal(area) / count
    if not file.limits.house_m2_per_head_least <= each <= file.limits.house_m2_per_head_most:
        yield {"area": area, "count": count, "each": each.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)}


@rule(
    "house.none_yet_described",
    Kind.INCONSISTENT,
    subject=HOUSE,
    what=Words(
        "面积填的 0（没有房），却又填了结构、年份或等级",
        "The area is 0 (no house), yet structure, year or grade is entered",
    ),
    why=Words(
        "到底有没有房，住房保障算法不一样", "The guarantee of housing is judged differently with and without a house"
    ),
    do=Words("问清现在住哪里、房子是谁的", "Ask where they live now and whose house it is"),
    guarantee=True,
)
def no_house_yet_described(file: FileOnDay) -> Iterator[Values]:
    facts = file.facts
    described = (facts.house_structure, facts.house_year, facts.house_grade)
    if facts.house_area_m2 == 0 and any(entry is not None for entry in described):
        yield {}


@rule(
    "water.missing",
    Kind.MISSING,
    subject=Words("饮水", "Drinking water"),
    what=Words("吃什么水，没填", "Where the drinking water comes from is not entered"),
    why=Words("饮水保障算不出过没过", "Whether the guarantee of water is met cannot be said"),
    do=Words("打开龙头看一看，问问停不停水", "Open the tap, and ask whether it runs dry"),
    guarantee=True,
)
def water_missing(file: FileOnDay) -> Iterator[Values]:
    if file.facts.water is None:
        yield {}


@rule(
    "water.unsafe",
    Kind.INCONSISTENT,
    subject=Words("饮水", "Drinking water"),
    what=Words("吃的是{water}", "They drink from: {water}"),
    why=Words(
        "这样的水没人管护，没化验过就不能算饮水安全",
        "Nobody looks after such water; until it is tested it cannot count as safe",
    ),
    do=Words(
        "看、闻、问、尝，记下来；请水务来化验，问能不能接管",
        "Look, smell, ask, taste, and write it down; have it tested, and ask whether a pipe can come",
    ),
    guarantee=True,
)
def unsafe_water(file: FileOnDay) -> Iterator[Values]:
    if file.facts.water is not None and file.facts.water in UNSAFE_WATER:
        yield {"water": file.facts.water.words}


@rule(
    "fuel.too_many",
    Kind.INCONSISTENT,
    subject=Words("燃料", "Fuel"),
    what=Words("燃料选了 {count} 样，最多 {most} 样", "{count} fuels are entered; {most} at most"),
    why=Words("官方的表只有 {most} 格，多的打不上去", "The official form has {most} places; more cannot be printed"),
    do=Words("留下常用的 {most} 样", "Keep the {most} that are used most"),
)
def too_many_fuels(file: FileOnDay) -> Iterator[Values]:
    if len(file.facts.fuels) > file.limits.fuels_most:
        yield {"count": len(file.facts.fuels), "most": file.limits.fuels_most}


@rule(
    "market.too_far",
    Kind.INCONSISTENT,
    subject=Words("离集市多远", "Way to market"),
    what=Words("离集市填了 {distance} 公里", "The way to market is entered as {distance} km"),
    why=Words("远得不像话，多半把米写成了公里", "It is so far that metres were likely written as kilometres"),
    do=Words("问赶场走多久，重新量", "Ask how long they walk to market, and measure again"),
)
def market_too_far(file: FileOnDay) -> Iterator[Values]:
    distance = file.facts.market_distance_m
    if distance is not None and distance > file.limits.market_distance_most_m:
        yield {"distance": distance // 1000}
