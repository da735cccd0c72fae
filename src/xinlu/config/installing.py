"""What `xinlu init` and `xinlu import` do: keys, database, static files, the first login, the areas."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import click
import django
from django.conf import settings


def make_ready(*, serves_pages: bool = True) -> None:
    """Start Django with keys that exist, the database migrated and the static files gathered. Safe to repeat.

    To compress the static files takes seconds: what serves no pages leaves them.
    """
    from django.core.management import call_command

    from xinlu.records.keys import make_keys

    if not settings.XINLU_KEYS_FILE.exists():
        keys = make_keys(settings.XINLU_KEYS_FILE)
        settings.SECRET_KEY = keys.signing
        click.echo(
            f"Keys written to {settings.XINLU_KEYS_FILE}: keep a copy apart from the data; lost keys are lost ID numbers."
        )
    settings.XINLU_DATA_DIR.mkdir(parents=True, exist_ok=True)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if serves_pages:
        call_command("collectstatic", verbosity=0, interactive=False)


def initialise(*, login: str, password: str | None) -> None:
    """Make everything ready and the first operator login; one that is there is left as it is."""
    make_ready()
    from xinlu.people.models import User
    from xinlu.people.services.users import appoint_operator

    if User.objects.filter(username=login).exists():
        click.echo(f"The login “{login}” is there already; nothing was changed.")
        return
    chosen = password or secrets.token_urlsafe(12)
    appoint_operator(username=login, password=chosen, name=login)
    click.echo(
        f"Database ready. First login: {login}" + ("" if password else f"  password: {chosen}  (shown this once)")
    )
    click.echo("Next: xinlu import areas FILE.csv, then xinlu serve")


def bring_in_areas(file: Path) -> None:
    """Import areas, with a progress bar, and say what changed."""
    make_ready(serves_pages=False)
    from rich.progress import Progress

    from xinlu.people.services.areas import import_areas

    with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("areas", total=None)
        report = import_areas(file, progress=lambda done, total: bar.update(task, completed=done, total=total))
    click.echo(f"{report.added} areas added, {report.renamed} renamed, {report.unchanged} as they were.")
