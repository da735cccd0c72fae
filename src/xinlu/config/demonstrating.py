"""`xinlu demo`: a demo county in a data directory of its own, made once, then served."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

DEMO_QUARTERS = 4
"""Before these nobody of the demo county had an account."""


def demonstrate(*, port: int, seed: int, households: int, serves: bool) -> None:
    """Make the demo county where XINLU_DATA_DIR says (default var/demo), unless it is there, and serve it."""
    folder = Path(os.environ.get("XINLU_DATA_DIR", "var/demo")).resolve()
    os.environ["XINLU_DATA_DIR"] = str(folder)
    os.environ.setdefault("XINLU_KEYS_FILE", str(folder.parent / "demo-keys.json"))
    os.environ["XINLU_DEMO"] = "1"
    os.environ["XINLU_DESK_MFA"] = "0"
    os.environ.setdefault("XINLU_SITE", f"http://localhost:{port}")
    from xinlu.config.installing import make_ready

    make_ready()
    from rich.progress import Progress

    from xinlu.config.reckoning import reckon_results
    from xinlu.demo.board import hang_board
    from xinlu.demo.county import is_made, make_county
    from xinlu.demo.land import lay_land

    if is_made():
        click.echo(f"The demo county is there already, in {folder} (remove that folder to make it anew).")
    else:
        with Progress(disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("demo county / 演示县", total=None)
            make_county(
                seed=seed,
                households=households,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
            bar.add_task("its land, and which road would help / 地形和修路", total=None)
            lay_land(seed=seed)
            bar.add_task("its results / 评估", total=None)
            reckon_results(quarters=DEMO_QUARTERS)
            bar.add_task("its public board / 公示板", total=None)
            hang_board()
    if serves:
        from xinlu.config.serving import serve

        click.echo(f"Logins and what to try: http://localhost:{port}/enter/demo/")
        serve(host="127.0.0.1", port=port, ready=True)
