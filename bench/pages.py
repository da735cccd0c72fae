# ruff: noqa: T201  (a program: printing is what it does)
"""How long the pages take that people open most, and the rebuild, on the demo county; each beside a baseline of the same run.

    .venv/bin/python bench/pages.py [--households 600] [--rounds 40] [--json]

A page is asked for through Django's test client: middleware, gate, queries and template, but no network. Its baseline
is the login page, which reads nothing of any household. The ratios hold on other machines; the times do not.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import redirect_stdout
from functools import partial
from itertools import cycle, islice
from statistics import quantiles
from timeit import timeit

from rich.console import Console
from rich.table import Table

BASELINE = "login page"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--households", type=int, default=600)
    asked.add_argument("--rounds", type=int, default=40, help="how often each page is asked for")
    asked.add_argument("--json", action="store_true", help="print the figures as JSON alone")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="xinlu-bench-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "xinlu.config.settings", "XINLU_DEMO": "1", "XINLU_DESK_MFA": "0"}
        os.environ |= {"XINLU_DATA_DIR": f"{folder}/var", "XINLU_KEYS_FILE": f"{folder}/keys.json"}
        os.environ["XINLU_HOSTS"] = "testserver"
        from xinlu.config.installing import make_ready

        with redirect_stdout(sys.stderr):
            make_ready()
        from xinlu.demo.county import make_county  # only now are there settings

        make_county(households=options.households)
        figures = {"households": options.households, "rounds": options.rounds}
        figures |= {"pages": measured_pages(options.rounds), "rebuild": measured_rebuild()}
    print(json.dumps(figures, indent=2)) if options.json else show(figures)


def measured_pages(rounds: int) -> dict[str, dict[str, float]]:
    """Per page: p50 and p95, queries, and p50 as a ratio to the baseline's."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for page, (client, addresses) in pages().items():
        for address in addresses:  # the first time templates are compiled and the reading of a file is written down
            assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as queries:
            client.get(addresses[0])
            asked = len(queries)
        took_ms = [
            1000 * timeit(partial(client.get, address), number=1) for address in islice(cycle(addresses), rounds)
        ]
        cut = quantiles(took_ms, n=100, method="inclusive")
        found[page] = {"p50_ms": round(cut[49], 1), "p95_ms": round(cut[94], 1), "queries": asked}
    for each in found.values():
        each["ratio"] = round(each["p50_ms"] / found[BASELINE]["p50_ms"], 1)
    return found


def pages():
    """What each page is called -> the browser that opens it, and its addresses, asked for in turn."""
    from django.test import Client

    from xinlu.demo.places import COUNTY
    from xinlu.people.models import User
    from xinlu.registry.models import CurrentFile

    rows = CurrentFile.objects.filter(helper__username="helper", household__figures__lines__gt=0).order_by("number")
    homes, clerk, helper = [str(row.household_id) for row in rows], Client(), Client()
    for client, name in ((clerk, "county"), (helper, "helper")):
        client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    for home in homes:  # so that the helper's page of an account is the table, with every line of it
        helper.post(f"/field/household/{home}/account/begin/", {"from": "standing"})
    return {
        BASELINE: (Client(), ["/enter/login/"]),
        "desk area": (clerk, [f"/desk/area/{COUNTY}/"]),
        "desk households": (clerk, ["/desk/households/", "/desk/households/?sort=-away", "/desk/households/?page=2"]),
        "desk household": (clerk, [f"/desk/household/{home}/" for home in homes]),
        "field today": (helper, ["/field/"]),
        "field account": (helper, [f"/field/household/{home}/account/" for home in homes]),
        "household line": (phone(rows[0].household), ["/home/account/1/", "/home/account/2/"]),
    }


def phone(household):
    """A phone in which that household's page is open: its card scanned, its pictures shown."""
    from django.http import HttpResponse
    from django.test import Client, RequestFactory

    from xinlu.pages import card_session
    from xinlu.pages.gate import DEVICE_COOKIE
    from xinlu.recognition.selectors.cards import current_card

    client, request, response = Client(), RequestFactory().get(card_session.PATH), HttpResponse()
    request.device = client.cookies[DEVICE_COOKIE] = "a-phone-of-the-household"
    card_session.keep(request, response, card_session.begun(current_card(household).pk, has_pictures=True).opened())
    client.cookies.update(response.cookies)
    return client


def measured_rebuild() -> dict[str, float]:
    from django.db import connection

    from xinlu.casework.services.figures import rebuild_figures
    from xinlu.records.selectors import kinds
    from xinlu.registry.services.current import rebuild_current

    began, rows = time.perf_counter(), 0
    rebuild_current()
    rebuild_figures()
    rebuilt = time.perf_counter()
    with connection.cursor() as cursor:
        for kind in kinds().values():
            rows += len(cursor.execute(f"SELECT * FROM {kind._meta.db_table}").fetchall())
    seconds, bare = rebuilt - began, time.perf_counter() - rebuilt
    return {
        "seconds": round(seconds, 2),
        "bare_seconds": round(bare, 3),
        "rows": rows,
        "ratio": round(seconds / bare, 1),
    }


def show(figures) -> None:
    table = Table(
        "page", "p50, ms", "p95, ms", "queries", f"p50 / {BASELINE}", title=f"{figures['households']} households"
    )
    for page, each in figures["pages"].items():
        table.add_row(page, *map(str, each.values()))
    line = "rebuild {seconds} s; bare read of its {rows:,} rows {bare_seconds} s; ratio {ratio}"
    Console().print(table, line.format(**figures["rebuild"]))


if __name__ == "__main__":
    main()
