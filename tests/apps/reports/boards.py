"""A made-up county for its public board, household by household, and a reader who has nothing but the page or the CSV."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from io import StringIO

from django.test import Client

from apps.yang import area
from xinlu.assessment.suppression import Release, board
from xinlu.people.models import Area, User
from xinlu.people.roles import Level
from xinlu.people.services.users import create_user
from xinlu.reports.board import services
from xinlu.reports.board.bounds import bounded
from xinlu.reports.board.columns import COLUMNS, SPLITS
from xinlu.reports.models import BoardRelease, PlaceSums

LEAST = 10
COUNTY = "522697"


@dataclass(frozen=True)
class Home:
    """A household as the board counts it. `claimed` and `word`: above or below; `word` also unseen."""

    account: bool = True
    looked: bool = True
    claimed: str = "above"
    word: str = "above"
    visited: bool = True

    def counts(self) -> dict[str, bool]:
        return {
            "households": True,
            "account": self.account,
            "looked": self.account and self.looked,
            "claimed_above": self.account and self.claimed == "above",
            "claimed_below": self.account and self.claimed == "below",
            **{side: self.account and self.word == side for side in ("above", "below", "unseen")},
            "never": not self.visited,
        }


Homes = dict[str, list[Home]]


@dataclass
class MadeCounty:
    """The areas, the desk, and the households of each village."""

    area: Area
    desk: User
    parents: dict[str, str]
    homes: Homes

    def live(self, homes: Homes) -> None:
        """From now on these households live there."""
        self.homes = homes
        PlaceSums.objects.all().delete()
        for code, found in homes.items():
            added = [home.counts() for home in found]
            PlaceSums.objects.create(
                place_id=code,
                path=Area.objects.get(pk=code).path,
                county=self.area.code,
                township=self.parents[code],
                village=code,
                **{column.sum: sum(each[column.name] for each in added) for column in COLUMNS},
            )

    def publish(self) -> BoardRelease:
        digest = services.prepare(self.area).digest
        return services.publish(self.area, by=self.desk, device="", digest=digest)

    def truth(self) -> dict[str, dict[str, int]]:
        """The true counts of every place."""
        rows = {code: dict.fromkeys((column.name for column in COLUMNS), 0) for code in (self.area.code, *self.parents)}
        for code, found in self.homes.items():
            at: str | None = code
            while at:
                for home in found:
                    for name, holds in home.counts().items():
                        rows[at][name] += holds
                at = self.parents.get(at)
        return rows


def make_county(seed: int, *, townships: int = 2, villages: int = 3, most: int = 90, code: str = COUNTY) -> MadeCounty:
    """A county where most are above the line, some have not looked, and a few were never visited."""
    dice = random.Random(seed)
    county = area(code, f"锦鸡县{code[-1]}", Level.COUNTY)
    parents: dict[str, str] = {}
    homes: Homes = {}
    for t in range(townships):
        township = area(f"{code}{t:03}", f"{code[-1]}县{t}乡", Level.TOWNSHIP, county)
        parents[township.code] = county.code
        for v in range(villages):
            village = area(f"{township.code}{v:03}", f"{code[-1]}县{t}乡{v}村", Level.VILLAGE, township)
            parents[village.code] = township.code
            homes[village.code] = [_home(dice) for _ in range(dice.randint(most // 4, most))]
    made = MadeCounty(county, create_user(username=f"board{code}", name="县里的人"), parents, homes)
    made.live(homes)
    return made


def _home(dice: random.Random) -> Home:
    claimed = dice.choices(("above", "below"), (9, 1))[0]
    home = Home(account=dice.random() < 0.97, looked=dice.random() < 0.8, claimed=claimed, visited=dice.random() < 0.95)
    word = dice.choices(("above", "below", "unseen"), (7, 1, 1))[0]
    if not home.looked:
        word = "unseen" if claimed == "above" else dice.choice(("below", "unseen"))
    return replace(home, word=word)


def a_month_on(homes: Homes, seed: int) -> Homes:
    """In one village somebody looked at their account and found themselves below the line; in another one moved away."""
    dice = random.Random(seed)
    moved = {code: list(found) for code, found in homes.items()}
    for code, change in zip(dice.sample(list(moved), 2), ("looks", "leaves"), strict=True):
        at = dice.randrange(len(moved[code]))
        if change == "leaves":
            del moved[code][at]
        else:
            moved[code][at] = replace(moved[code][at], account=True, looked=True, word="below", visited=True)
    return moved


Read = dict[tuple[str, str], tuple[int | None, str]]
"""By place (its name) and column: the figure or None, and the day that is said of it."""


def read_page(client: Client, county: str) -> Read:
    """What the page's tables say."""
    text = client.get(f"/board/{county}/").content.decode()
    reader = _Tables()
    reader.feed(text)
    found: Read = {}
    for caption, rows in reader.tables:
        for place, *cells in [*rows[:-1], [caption, *rows[-1][1:]]]:
            for column, cell in zip(COLUMNS, cells, strict=True):
                words = cell.split(maxsplit=1)
                if words[0].isdigit():
                    found[place, column.name] = int(words[0]), words[1] if len(words) > 1 else ""
                else:
                    assert cell.strip() in ("不公布", "not published"), cell
                    found[place, column.name] = None, ""
    return found


def read_csv(client: Client, county: str) -> Read:
    """What the CSV says."""
    lines = csv.reader(StringIO(client.get(f"/board/{county}.csv").content.decode("utf-8-sig")))
    next(lines)
    named = {column.words.zh: column.name for column in COLUMNS}
    return {
        (place, named[column]): (int(figure) if figure.isdigit() else None, day)
        for _code, _level, place, _above, column, figure, day in lines
    }


class _Tables(HTMLParser):
    """The tables of a page: captions, and rows of the bodies and feet (the last) as texts of their cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[list[str]]]] = []
        self._in: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._in.append(tag)
        if tag == "table":
            self.tables.append(("", []))
        elif tag == "tr" and "thead" not in self._in:
            self.tables[-1][1].append([])
        elif tag in ("td", "th") and "thead" not in self._in:
            self.tables[-1][1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "caption" in self._in:
            self.tables[-1] = (self.tables[-1][0] + data.strip(), self.tables[-1][1])
        elif {"td", "th"} & set(self._in) and "thead" not in self._in:
            self.tables[-1][1][-1][-1] += f" {data}" if "small" in self._in else data


def release_read(made: MadeCounty, read: Read, *, fresh: str = "") -> Release:
    """What the reader has, as a release: the true counts stand in it to judge by, the reader is given the figures read alone.

    `fresh`: what is said of the day of a figure that is of this release.
    """
    codes = dict(Area.objects.values_list("name", "code"))
    built = bounded(board(made.truth(), parents=made.parents, splits=SPLITS))
    cells = {(codes[place], column): told for (place, column), told in read.items()}
    shown = {cell: value for cell, (value, _) in cells.items() if value is not None}
    of_board = {cell: int(day == fresh) for cell, (value, day) in cells.items() if value is not None}
    return Release(board=built, least=LEAST, number=1, shown=shown, of_board=of_board, held={})
