"""The one command, `xinlu`: set up, serve, demonstrate, rebuild, back up. Django's own stands behind `xinlu django`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from uuid import UUID

import click

from xinlu.kernel.errors import Refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="xinlu", prog_name="xinlu")
def xinlu() -> None:
    """Xinlu 心路: a claim about a household counts only once the household has recognised it."""


def main() -> None:
    """Entry of the `xinlu` script: refusals and missing files are told in a sentence, with exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinlu.config.settings")
    if sys.argv[1:2] == ["django"]:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["xinlu django", *sys.argv[2:]])
        return
    try:
        xinlu.main(prog_name="xinlu", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped. Nothing half done is left behind. / 停下了，没有留下做了一半的东西。", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Refusal as refusal:
        click.echo(f"{refusal.words.zh}\n{refusal.words.en}", err=True)
        sys.exit(1)
    except FileNotFoundError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@xinlu.command(name="django", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1)
def django_(arguments: tuple[str, ...]) -> None:
    """Django's own commands (migrate, shell, check ...)."""


@xinlu.command()
@click.option("--login", default="operator", show_default=True, help="The first operator's login.")
@click.option("--password", default=None, help="Its password; made and printed once when left out.")
def init(login: str, password: str | None) -> None:
    """Write the keys, make the database, and a first operator login."""
    from xinlu.config import installing

    installing.initialise(login=login, password=password)


@xinlu.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the pages and work off what waits in the background, together, until Ctrl-C."""
    from xinlu.config import serving

    serving.serve(host=host, port=port)


@xinlu.command()
@click.option("--no-serve", is_flag=True, help="Only make the demo county.")
@click.option("--port", default=8000, show_default=True)
@click.option("--seed", default=2026, show_default=True, help="The same seed makes the same county.")
@click.option("--households", default=600, show_default=True)
def demo(no_serve: bool, port: int, seed: int, households: int) -> None:
    """Make the fictional demo county (once), then serve it."""
    from xinlu.config import demonstrating

    demonstrating.demonstrate(port=port, seed=seed, households=households, serves=not no_serve)


@xinlu.group(name="import")
def import_() -> None:
    """Bring in what an office has."""


@import_.command(name="areas")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_areas(file: Path) -> None:
    """Areas with their official codes, from a CSV of code,name,level,parent."""
    from xinlu.config import installing

    installing.bring_in_areas(file)


@xinlu.command()
def rebuild() -> None:
    """Write every derived row anew from the records."""
    from xinlu.config import keeping

    keeping.rebuild()


@xinlu.command()
@click.argument("record", type=click.UUID)
@click.option("--login", required=True, help="Who orders it: a county login over the household.")
@click.option("--ground", required=True, help="The legal ground, in a sentence; it is kept for ever.")
@click.confirmation_option(prompt="The content cannot be brought back. Erase it? / 删了就找不回来，真删吗？")
def erase(record: UUID, login: str, ground: str) -> None:
    """Erase one record's content for a legal reason; its id and digest stay in the ledger."""
    from xinlu.config import keeping

    keeping.erase(record, login=login, ground=ground)


@xinlu.command()
def tick() -> None:
    """Do what the clock asks for, once: the worker calls this every minute."""
    from xinlu.config import keeping

    keeping.tick()


@xinlu.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database and media into one archive. The keys are not in it: keep them apart."""
    from xinlu.config import keeping

    keeping.back_up(file)


@xinlu.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--over", is_flag=True, help="Put it in the place of the data that is there.")
def restore(file: Path, over: bool) -> None:
    """Put an archive of `xinlu backup` back."""
    from xinlu.config import keeping

    keeping.restore(file, over=over)


if __name__ == "__main__":
    main()
