# ruff: noqa: T201  (a program: printing is what it does)
"""How long the desks' pages take over a county of 90,000 households, each beside a baseline of the same run.

    .venv/bin/python bench/desk.py [--folder FOLDER] [--households 90000] [--rounds 25] [--only WORD] [--json]

A folder that bench/county.py made is used as it is; without one the county is made in a folder that is gone
afterwards. Pages are asked for through Django's test client: middleware, gate, queries and template, but no network.
A page's baseline is the login page, which reads nothing of any household; that of the list is the bare SELECT of the
fifty rows it shows; that of an export is xlsxwriter alone writing the same cells. The ratios hold on other machines;
the times do not. Bounds: a page 150 ms, a search 100 ms at p95; an export 30 s; a household's page 60 KB as it is sent.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from timeit import timeit

import county
from rich.console import Console
from rich.table import Table

BASELINE = "login page"
PAGE_MS, SEARCH_MS = 150, 100
HOMES = 20


@dataclass
class Case:
    """A page: its name, its bound (ms at p95), the browser that opens it, and its addresses, asked for in turn."""

    name: str
    bound_ms: int
    client: object
    addresses: list[str]
    posted: list[dict[str, str]] = field(default_factory=list)

    def asked(self) -> Iterator[Callable[[], object]]:
        """Each way in which it is asked for."""
        for address in self.addresses:
            for form in self.posted or [None]:
                yield partial(self.client.get, address) if form is None else partial(self.client.post, address, form)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--households", type=int, default=90_000)
    asked.add_argument("--rounds", type=int, default=25, help="how often each page is asked for")
    asked.add_argument("--only", default="", help="only pages with this word in their names")
    asked.add_argument("--json", action="store_true", help="print the figures as JSON alone")
    options = asked.parse_args()
    if options.folder is None:
        with tempfile.TemporaryDirectory(prefix="xinlu-bench-") as folder:
            run(Path(folder), options)
    else:
        run(options.folder, options)


def run(folder: Path, options: argparse.Namespace) -> None:
    county.open_folder(folder)
    print(county.make(folder, households=options.households, workers=2, seed=2026))
    found = {"load": os.getloadavg()[0], "pages": measured_pages(options)}
    if not options.only:
        found |= {"list": bare_list(options.rounds), "sizes": sizes(), "exports": measured_exports()}
    print(json.dumps(found, indent=2, ensure_ascii=False)) if options.json else show(found)


def measured_pages(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Per page: p50 and p95, queries, the process's own work (p50) also as a ratio to the baseline's, and the bound."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    found = {}
    login = Case(BASELINE, PAGE_MS, Client(), ["/enter/login/"])
    for case in (login, *(each for each in cases() if options.only in each.name)):
        ways = list(case.asked())
        for ask in ways:  # the first time templates are compiled and the reading of a file is written down
            response = ask()
            assert response.status_code == 200, (case.name, response.status_code, ask)
        with CaptureQueriesContext(connection) as queries:
            ways[0]()
            asked = len(queries)
        took, busy = zip(*(timed(ask) for ask in islice(cycle(ways), max(options.rounds, len(ways)))), strict=True)
        cut = quantiles(took, n=100, method="inclusive")
        found[case.name] = {"p50_ms": round(cut[49], 1), "p95_ms": round(cut[94], 1), "queries": asked}
        found[case.name] |= {"cpu_ms": round(median(busy), 1), "bound_ms": case.bound_ms}
    for each in found.values():
        each["ratio"] = round(each["cpu_ms"] / found[BASELINE]["cpu_ms"], 1)
    return found


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that went by, and of these what this process itself was at work: on a loaded machine the steadier."""
    began, work = time.perf_counter(), time.process_time()
    ask()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - work)


def browser(username: str) -> object:
    from django.test import Client

    from xinlu.people.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def cases() -> list[Case]:
    """Every page of the desks that such a county fills."""
    at = {name: browser(name) for name in ("county", "township1", "village1", "inspector")}
    at["helper"] = browser("helper1")
    return [*lists(at), *searches(at), *areas(at), *results(at), *people(at), *households(at)]


def lists(at) -> list[Case]:
    from xinlu.pages.desk.filters import ONLY, SORTS
    from xinlu.registry.models import CurrentFile

    helper = CurrentFile.objects.filter(helper__isnull=False, township=county.township(0)).first().helper_id
    sorts = [each for name in SORTS for each in (name, f"-{name}")]
    asked = {"plain": "", **{f"sort={each}": f"sort={each}" for each in sorts}}
    asked |= {f"only={each}": f"only={each}" for each in ONLY}
    asked |= {f"status={each}": f"status={each}" for each in ("exited", "registered", "at_risk")}
    asked |= {f"claimed={each}": f"claimed={each}" for each in ("above", "below")}
    asked |= {f"recognised={each}": f"recognised={each}" for each in ("above", "below", "unanswered")}
    asked |= {"one helper's": f"helper={helper}"}
    asked |= {
        "area=township": f"area={county.township(3)}",
        "area=village, -away": f"area={county.village(77)}&sort=-away",
        "two words, -away": "claimed=above&recognised=below&sort=-away",
        "four filters": "status=exited&claimed=above&only=contested&only=visited&sort=-recognised",
        "filters that let nothing through": "only=no_account&only=contested",
        "filter, page 100": "only=looked&page=100",
        "page 100": "page=100",
        "middle page": "page=900",
        "last page": "page=99999",
        "last page, -away": "page=99999&sort=-away",
        "page 100, -visited": "page=100&sort=-visited",
    }
    found = [
        Case(f"list, county: {name}", PAGE_MS, at["county"], [f"/desk/households/?{q}"]) for name, q in asked.items()
    ]
    for who in ("township1", "village1", "helper"):
        for name, query in {"plain": "", "sort=-away": "sort=-away", "last page": "page=99999"}.items():
            found.append(Case(f"list, {who}: {name}", PAGE_MS, at[who], [f"/desk/households/?{query}"]))
    return found


def searches(at) -> list[Case]:
    from xinlu.registry.models import CurrentFile

    some = list(CurrentFile.objects.filter(township=county.township(0)).order_by("number")[5 : 5 + 40 * 10 : 40])
    full = [each.pinyin.split()[0] for each in some]
    typed = {
        "whole name": [each.head_name for each in some],
        "name's beginning": [each.head_name[:2] for each in some],
        "surname, very common": ["杨", "吴", "石"],
        "inner name": [each.head_name[1:] for each in some],
        "one inner character": [each.head_name[1] for each in some],
        "pinyin": full,
        "pinyin's beginning": [each[:5] for each in full],
        "one letter, very common": ["y", "l", "z"],
        "initials": [each.pinyin.split()[1] for each in some],
        "number": [each.number for each in some],
        "number's beginning": ["YL-00", "YL-0123"],
        "nothing found": ["爨龙颜", "qqq", "ZZ-9"],
    }
    asked = {name: [f"/desk/households/?text={each}" for each in words] for name, words in typed.items()}
    asked |= {"inner name, with a filter": [f"{each}&only=contested" for each in asked["inner name"]]}
    asked |= {"surname, -away, page 20": ["/desk/households/?text=杨&sort=-away&page=20"]}
    found = [Case(f"search, county: {name}", SEARCH_MS, at["county"], addresses) for name, addresses in asked.items()]
    for who in ("township1", "village1"):
        found += [
            Case(f"search, {who}: {n}", SEARCH_MS, at[who], asked[n]) for n in ("inner name", "pinyin", "initials")
        ]
    return found + by_number(at)


def by_number(at) -> list[Case]:
    from xinlu.registry.models import MemberVersion

    people = MemberVersion.objects.filter(household__current__village=county.village(0))[:10]
    whole = [{"id_number": each.id_number} for each in people]
    tails = [{"id_number": each.id_number[-6:]} for each in people]
    page = ["/desk/households/by-number/"]
    found = []
    for who in ("county", "village1"):
        found += [Case(f"search, {who}: ID number (POST)", SEARCH_MS, at[who], page, whole)]
        found += [Case(f"search, {who}: last six (POST)", SEARCH_MS, at[who], page, tails)]
    return [*found, Case("search, county: no such ID number", SEARCH_MS, at["county"], page, [{"id_number": "ABCDEF"}])]


def areas(at) -> list[Case]:
    whole, township, village = county.county(), county.township(0), county.village(0)
    asked = {
        "area: the county": (at["county"], f"{whole}/"),
        "area: the county, sorted": (at["county"], f"{whole}/?sort=-poor"),
        "area: a township, by the county": (at["county"], f"{county.township(7)}/"),
        "area: its township": (at["township1"], f"{township}/"),
        "area: its village": (at["village1"], f"{village}/"),
        "area: a group": (at["village1"], f"{village}01/"),
        "area: the county, by an inspector": (at["inspector"], f"{whole}/"),
    }
    return [Case(name, PAGE_MS, client, [f"/desk/area/{code}"]) for name, (client, code) in asked.items()]


def results(at) -> list[Case]:
    """The pages of results, reckoned where they are not; the lists behind two counts."""
    from xinlu.config.reckoning import reckon_results
    from xinlu.reports.results.selectors import standing_reckoning

    if standing_reckoning() is None:
        reckon_results()
    whole, township, village = county.county(), county.township(0), county.village(0)
    asked = {
        "results: the county": (at["county"], f"/desk/area/{whole}/results/"),
        "results: its township": (at["township1"], f"/desk/area/{township}/results/"),
        "results: its village": (at["village1"], f"/desk/area/{village}/results/"),
        "results: a drawing": (at["county"], f"/desk/area/{whole}/results/income.svg"),
        "results: behind a count": (at["county"], f"/desk/households/?area={whole}&result=house_guarantee:unknown"),
        "results: behind a count, township": (
            at["township1"],
            f"/desk/households/?area={township}&result=recognised_side_below",
        ),
    }
    return [Case(name, PAGE_MS, client, [address]) for name, (client, address) in asked.items()]


def people(at) -> list[Case]:
    from xinlu.registry.models import CurrentFile

    row = CurrentFile.objects.filter(helper__isnull=False, township=county.township(0)).first()
    asked = {
        "helpers: county": (at["county"], "/desk/helpers/"),
        "helpers: county, last page": (at["county"], "/desk/helpers/?page=99999"),
        "helpers: township": (at["township1"], "/desk/helpers/"),
        "helpers: village": (at["village1"], "/desk/helpers/"),
        "helpers: hand over": (at["township1"], f"/desk/helpers/{row.helper_id}/"),
        "helpers: assign one": (at["township1"], f"/desk/household/{row.household_id}/helper/"),
        "cards: without": (at["township1"], "/desk/cards/"),
        "cards: not handed": (at["township1"], "/desk/cards/?show=not_handed"),
        "cards: expired": (at["township1"], "/desk/cards/?show=expired"),
        "cards: all": (at["township1"], "/desk/cards/?show=all"),
        "cards: all, last page": (at["township1"], "/desk/cards/?show=all&page=99999"),
        "cards: a village's": (at["township1"], f"/desk/cards/?show=all&village={county.village(2)}"),
        "cards: searched": (at["township1"], "/desk/cards/?text=杨"),
    }
    return [Case(name, PAGE_MS, client, [address]) for name, (client, address) in asked.items()]


def some_homes():
    """Households of the first village, of every kind."""
    from xinlu.registry.models import CurrentFile

    return list(
        CurrentFile.objects.filter(village=county.village(0), household__figures__lines__gt=0).order_by("number")[
            :HOMES
        ]
    )


def households(at) -> list[Case]:
    from xinlu.casework.models import IncomeAccount

    homes = [f"/desk/household/{row.household_id}/" for row in some_homes()]
    accounts = IncomeAccount.objects.filter(household__in=[row.household_id for row in some_homes()])
    versions = [f"/desk/household/{each.household_id}/account/{each.pk}/" for each in accounts]
    of = {"": at["county"], "card/": at["township1"], "file/": at["village1"], "history/": at["county"]}
    of |= {"status/": at["county"], "inspect/": at["inspector"]}
    found = [
        Case(f"household: {page.strip('/') or 'page'}", PAGE_MS, client, [f"{each}{page}" for each in homes])
        for page, client in of.items()
    ]
    return [*found, Case("household: account version", PAGE_MS, at["county"], versions)]


def bare_list(rounds: int) -> dict[str, float]:
    """The list's fifty rows with what it shows of them, selected by hand and by their ids, in ms."""
    from django.db import connection

    from xinlu.registry.models import CurrentFile

    ids = [each.hex for each in CurrentFile.objects.order_by("pinyin").values_list("household_id", flat=True)[:50]]
    sql = (
        "SELECT * FROM registry_currentfile c JOIN casework_householdfigures f USING (household_id) "
        f"JOIN people_area a ON a.code = c.village WHERE household_id IN ({', '.join(['%s'] * 50)})"
    )

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, ids).fetchall()

    cut = quantiles([1000 * timeit(ask, number=1) for _ in range(rounds)], n=100, method="inclusive")
    return {"bare_select_p50_ms": round(cut[49], 2), "bare_select_p95_ms": round(cut[94], 2)}


def sizes() -> dict[str, dict[str, int]]:
    """Bytes of a household's page, the largest of some, by part: the page, and what it links to on a first visit."""
    client = browser("county")
    pages = [client.get(f"/desk/household/{row.household_id}/").content for row in some_homes()]
    page = max(pages, key=len)
    linked = sorted(set(re.findall(rb'(?:src|href)="(/static/[^"#]+)', page)))
    found = {"the page": {"raw": len(page), "gzip": len(gzip.compress(page, 6))}}
    for address in linked:
        file = Path(os.environ["XINLU_DATA_DIR"]) / address.decode().lstrip("/")
        found[file.name] = {"raw": file.stat().st_size, "gzip": len(gzip.compress(file.read_bytes(), 9))}
    found["all"] = {kind: sum(each[kind] for each in found.values()) for kind in ("raw", "gzip")}
    return found


def measured_exports() -> dict[str, dict[str, float]]:
    """Seconds, rows and memory of each file, and of xlsxwriter alone writing the same cells."""
    asked = {
        "list, county": ("county", "/desk/households/?format=xlsx"),
        "list, county, -away": ("county", "/desk/households/?format=xlsx&sort=-away"),
        "list, township": ("township1", "/desk/households/?format=xlsx"),
        "cards, township": ("township1", "/desk/cards/?show=all&format=xlsx"),
        "helpers, county": ("county", "/desk/helpers/?format=xlsx"),
        "area, county": ("county", f"/desk/area/{county.county()}/?format=xlsx"),
    }
    return {name: measured_export(browser(who), address) for name, (who, address) in asked.items()}


def measured_export(client, address: str) -> dict[str, float]:
    import openpyxl

    before, began = _peak_mb(forget=True), time.perf_counter()
    response = client.get(address)
    content = b"".join(response.streaming_content)
    took, grown = time.perf_counter() - began, _peak_mb() - before - len(content) / 2**20
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    cells = list(sheet.iter_rows(values_only=True))
    bare = timeit(partial(bare_export, cells), number=1)
    found = {
        "seconds": round(took, 2),
        "rows": len(cells) - 1,
        "grown_mb": round(grown),
        "mb": round(len(content) / 2**20, 1),
    }
    return found | {"bare_seconds": round(bare, 2), "ratio": round(took / bare, 1)}


def bare_export(cells) -> None:
    import xlsxwriter

    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        book = xlsxwriter.Workbook(file.name, {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for index, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, index, cell)
                elif isinstance(cell, (int, float)):
                    sheet.write_number(number, index, cell)
                elif cell is not None:
                    sheet.write_datetime(number, index, cell)
        book.close()


def _peak_mb(*, forget: bool = False) -> float:
    """The process's peak of resident memory in MB; with `forget` counted anew from here (Linux)."""
    if forget:
        Path("/proc/self/clear_refs").write_text("5")
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def show(found) -> None:
    heads = ("page", "p50, ms", "p95, ms", "queries", "own work, ms", "bound, ms", f"work / {BASELINE}", "")
    table = Table(*heads, title=f"load {found['load']:.1f}")
    for name, each in found["pages"].items():
        table.add_row(name, *map(str, each.values()), "over" if each["p95_ms"] > each["bound_ms"] else "")
    Console(width=120).print(table)
    for name in ("list", "sizes", "exports"):
        for what, each in found.get(name, {}).items():
            print(f"{name}: {what}: {each}")


if __name__ == "__main__":
    main()
