# ruff: noqa: T201  (a program: printing is what it does)
"""How well and how fast the same person is found twice, beside plain ways of doing it in the same run.

    .venv/bin/python bench/linkage.py [--data FOLDER] [--people 60000] [--json]

FOLDER holds dataset4a.csv and dataset4b.csv of febrl (P. Christen, 2008): 5,000 invented Australians and one faulty copy
of each. Without the folder only the county is measured, which the unit tests draw. The share found and the ratios of
time hold on other machines; the seconds do not.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from math import inf
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time

from rapidfuzz.fuzz import token_sort_ratio
from rich.console import Console
from rich.table import Table

from xinlu.practice.likeness.blocks import candidates
from xinlu.practice.likeness.records import made_ready
from xinlu.practice.matching import find_listed
from xinlu.practice.same_person import LIKELY, Person, likely_pairs

ROOT = Path(__file__).resolve().parent.parent
THRESHOLDS = (0.05, 0.2, LIKELY, 0.8, 0.95)
RATIOS = range(30, 100, 5)
LISTED = 2000
WIDE = 120

Found = set[frozenset[str]]
Figures = dict[str, float]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "linkage")
    asked.add_argument("--people", type=int, default=60_000, help="of the county that is drawn; 0 leaves it out")
    asked.add_argument("--json", action="store_true", help="print the figures as JSON alone")
    options = asked.parse_args()
    figures: dict[str, dict[str, Figures]] = {}
    if (options.data / "dataset4a.csv").exists():
        figures["febrl 4a and 4b"] = of_febrl(options.data)
    else:
        print(f"{options.data} holds no dataset4a.csv: febrl is left out", file=sys.stderr)
    if options.people:
        figures |= of_county(options.people)
    print(json.dumps(figures, indent=2)) if options.json else show(figures)


def of_febrl(folder: Path) -> dict[str, Figures]:
    """Each way of finding the copies, with its figures."""
    left, right = (febrl(folder / f"dataset4{each}.csv") for each in "ab")
    bare = [[replace(each, id_key="") for each in people] for people in (left, right)]
    twice = {frozenset((each.key, each.key.replace("-org", "-dup-0"))) for each in left}
    seconds, found = timed(lambda: joined(*bare, of_all_columns), rounds=3)
    figures = {"exact: all columns": judged(found, twice, seconds)}
    base = seconds
    seconds, found = timed(lambda: joined(*bare, of_name_and_birth), rounds=3)
    figures["exact: name and birth date"] = judged(found, twice, seconds)
    seconds, ratios = timed(lambda: ratios_within_birth_dates(*bare))
    best = max(RATIOS, key=lambda least: judged(at_least(ratios, least), twice, 0)["f1"])
    figures[f"rapidfuzz in birth dates, best of {len(RATIOS)}: {best}"] = judged(at_least(ratios, best), twice, seconds)
    for called, lists in (("likely, no ID", bare), ("likely, with ID", [left, right])):
        seconds, pairs = timed(lambda lists=lists: list(likely_pairs(*lists, at_least=min(THRESHOLDS))))
        for least in THRESHOLDS:
            found = {key(pair) for pair in pairs if pair.same_id or pair.likeness >= least}
            figures[f"{called}, from {least}"] = judged(found, twice, seconds)
    records = made_ready([*left, *right])
    considered = len(set(candidates(records, len(left))))
    for each in figures.values():
        each["times exact"] = round(each["seconds"] / base, 1)
    print(f"febrl: {considered:,} pairs considered of {len(left) * len(right):,}", file=sys.stderr)
    return figures


def of_county(people: int) -> dict[str, dict[str, Figures]]:
    """The county of the unit tests: nobody with an ID number, one in fifty written twice; then a list matched to it."""
    sys.path.append(str(ROOT / "tests"))
    from unit.practice.county_of_people import county

    drawn = county(people)
    twice = drawn.all_twice()
    base, found = timed(lambda: joined(drawn.people, drawn.people, of_all_columns), rounds=3)
    figures = {"exact: all columns": judged(found, twice, base)}
    seconds, found = timed(lambda: joined(drawn.people, drawn.people, of_name_and_birth), rounds=3)
    figures["exact: name and birth date"] = judged(found, twice, seconds)
    before = peak_mb()
    seconds, pairs = timed(lambda: list(likely_pairs(drawn.people, at_least=min(THRESHOLDS))))
    for least in THRESHOLDS:
        found = {key(pair) for pair in pairs if pair.likeness >= least}
        figures[f"likely, no ID, from {least}"] = judged(found, twice, seconds)
    for each in figures.values():
        each["times exact"] = round(each["seconds"] / base, 1)
    shown = {key(pair) for pair in pairs if pair.likeness >= LIKELY}
    for kind, alike in drawn.alike.items():
        print(f"county: of {len(alike):,} pairs of {kind}s {len(shown & alike)} are taken for one", file=sys.stderr)
    memory = f"{peak_mb()} MB at most, of which {before} before"
    listed = [each for each in drawn.people if "-" in each.key][:LISTED]
    seconds, matches = timed(lambda: find_listed(listed, [each for each in drawn.people if "-" not in each.key]))
    right = sum(any(key(pair) in twice for pair in match.candidates) for match in matches)
    wrong = sum(match.person is not None and match.person.key != match.listed.key.split("-")[0] for match in matches)
    print(f"county: {memory}; {len(listed):,} listed matched in {seconds:.1f} s:", file=sys.stderr)
    print(
        f"        the right person is offered for {right:,}; taken without a question, wrongly: {wrong}",
        file=sys.stderr,
    )
    return {f"a county of {len(drawn.people):,} records": figures}


def febrl(file: Path) -> list[Person]:
    """The people of one file: name, birth date, suburb as the place, postcode, and the social security number as ID."""
    with file.open(encoding="utf-8", newline="") as rows:
        return [
            Person(
                key=row["rec_id"],
                name=f"{row['given_name']} {row['surname']}",
                born_on=day(row["date_of_birth"]),
                sex="",
                place=row["suburb"],
                id_key=row["soc_sec_id"],
                more={"postcode": row["postcode"]},
            )
            for row in csv.DictReader(rows, skipinitialspace=True)
        ]


def day(eight: str) -> date | None:
    with suppress(ValueError):
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    return None


def of_all_columns(person: Person) -> tuple[object, ...]:
    return person.name, person.born_on, person.sex, person.place, *sorted(person.more.items())


def of_name_and_birth(person: Person) -> tuple[object, ...]:
    return person.name, person.born_on


def joined(left: Iterable[Person], right: Iterable[Person], columns: Callable[[Person], tuple[object, ...]]) -> Found:
    """Pairs that agree in every column to the letter; who lacks one is in none."""
    groups = defaultdict(list)
    for each in right:
        groups[columns(each)].append(each.key)
    return {
        frozenset((each.key, other))
        for each in left
        if each.name.strip() and each.born_on
        for other in groups.get(columns(each), ())
        if other != each.key
    }


def ratios_within_birth_dates(left: Iterable[Person], right: Iterable[Person]) -> list[tuple[float, str, str]]:
    groups = defaultdict(list)
    for each in right:
        groups[each.born_on].append((each.key, written(each)))
    return [
        (token_sort_ratio(written(each), text), each.key, other)
        for each in left
        if each.born_on
        for other, text in groups.get(each.born_on, ())
    ]


def written(person: Person) -> str:
    return " ".join((person.name, person.place, *person.more.values()))


def at_least(ratios: Iterable[tuple[float, str, str]], least: float) -> Found:
    return {frozenset((one, two)) for ratio, one, two in ratios if ratio >= least}


def key(pair) -> frozenset[str]:
    return frozenset((pair.left.key, pair.right.key))


def judged(found: Found, twice: Found, seconds: float) -> Figures:
    right = len(found & twice)
    precision, recall = right / max(len(found), 1), right / len(twice)
    f1 = 2 * right / (len(found) + len(twice))
    return {
        "found": len(found),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "seconds": round(seconds, 4),
    }


def timed(work, rounds: int = 1):
    """The seconds of the processor that work took, in the quickest of some rounds, and what it gave."""
    quickest = inf
    for _ in range(rounds):
        began = process_time()
        done = work()
        quickest = min(quickest, process_time() - began)
    return quickest, done


def peak_mb() -> int:
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024


def show(figures: dict[str, dict[str, Figures]]) -> None:
    for title, ways in figures.items():
        columns: Sequence[str] = list(next(iter(ways.values())))
        table = Table("way", *columns, title=title)
        for way, each in ways.items():
            table.add_row(way, *(f"{value:,}" for value in each.values()))
        Console(width=WIDE).print(table)


if __name__ == "__main__":
    main()
