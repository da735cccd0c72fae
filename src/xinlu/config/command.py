"""The one command, `xinlu`: set up, serve, demonstrate, rebuild, back up. Django's own stands behind `xinlu django`."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from xinlu.config.land import land
from xinlu.config.prospects import prospects
from xinlu.config.terrain import terrain
from xinlu.kernel.errors import Refusal


def _language() -> str:
    """The language of the terminal."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if told.lower().startswith("zh") else "en"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="xinlu", prog_name="xinlu")
def xinlu() -> None:
    """Xinlu 心路: a claim about a household counts only once the household has recognised it."""


xinlu.add_command(land)
xinlu.add_command(prospects)
xinlu.add_command(terrain)


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


@import_.command(name="register")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done; nothing is stored.")
@click.option("--json", "report", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report there.")
@click.option(
    "--returned",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a copy of the file with the faults coloured.",
)
@click.option("--area", default="", help="Nothing outside this area is touched (its code).")
@click.option("--login", default="", help="Who brings it in; left out, the records name the command line.")
@click.option("--year", type=int, default=None, help="The year of its incomes, where the file does not tell.")
@click.option(
    "--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Decisions, as a report lists them."
)
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def import_register(
    file: Path,
    dry_run: bool,
    report: Path | None,
    returned: Path | None,
    area: str,
    login: str,
    year: int | None,
    answers: Path | None,
    language: str,
) -> None:
    """Households and their people from an office's own spreadsheet (.xlsx, .xls, .csv), however it is laid out."""
    from xinlu.config import importing

    importing.bring_in_register(importing.Wanted(file, dry_run, report, returned, area, login, year, answers, language))


@import_.command(name="list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--topic",
    required=True,
    help="Which list it is: disability, insurance, pension, house, school, allowance, payment.",
)
@click.option("--dry-run", is_flag=True, help="Only say what disagrees; nothing is stored.")
@click.option("--json", "report", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report there.")
@click.option("--area", default="", help="Compare with the files of this area alone (its code).")
@click.option("--login", default="", help="Who brings it in; left out, the findings name the command line.")
@click.option("--complete", is_flag=True, help="Everybody whom it concerns stands on it: ask about those who do not.")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    help="Of payments: the policy (its id) of all rows that name none, or WRITTEN=ID for those that say WRITTEN.",
)
@click.option("--paid-on", default="", help="Of payments: the day or month of all rows that tell none.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def import_list(
    file: Path,
    topic: str,
    dry_run: bool,
    report: Path | None,
    area: str,
    login: str,
    complete: bool,
    policies: tuple[str, ...],
    paid_on: str,
    language: str,
) -> None:
    """Another department's list against the files: what disagrees becomes a finding, nothing is written over.

    Payments become claims on record, of which each household is asked whether they came.
    """
    from xinlu.config import listing

    listing.compare_list(
        listing.WantedList(file, topic, dry_run, report, area, login, complete, language, policies, paid_on)
    )


@xinlu.command(name="look-for-same-people")
@click.option("--area", required=True, help="Where to look (its code).")
@click.option("--login", default="", help="Who looks; left out, the command line.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def look_for_same_people(area: str, login: str, language: str) -> None:
    """People who stand on file twice, by ID number or likely, put side by side for a person to decide."""
    from xinlu.config import listing

    listing.look_for_same_people(area, login=login, language=language)


@xinlu.group()
def policy() -> None:
    """The catalogue of policies: check it, explain it for a household, look an area through."""


@policy.command(name="check")
@click.argument("file", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def policy_check(file: Path | None, language: str) -> None:
    """Whether a file (or folder) of the catalogue is sound; every fault with what to write instead, and exit code 1."""
    from xinlu.config import policies

    policies.check(file, language=language)


@policy.command(name="explain")
@click.argument("household")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="On this day; today, left out.")
@click.option("--policy", "only", default="", help="This policy alone (its id).")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def policy_explain(household: str, on: datetime | None, only: str, language: str) -> None:
    """What HOUSEHOLD is owed, why, why not, and what would change it: its number or id, or a file of cases (.yaml)."""
    from xinlu.config import policies

    policies.explain_household(household, on=on.date() if on else None, only=only, language=language)


@policy.command(name="look")
@click.option("--area", required=True, help="Where (its code or full name).")
def policy_look(area: str) -> None:
    """Look the policies through for every household of an area, so that its pages can add them up."""
    from xinlu.config import policies

    policies.look_through_area(area)


@xinlu.group()
def tables() -> None:
    """The tables that an assessment reads: take them out of the database, check them, or make up a country of them."""


@tables.command(name="check")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def tables_check(folder: Path, language: str) -> None:
    """Whether the tables (Parquet) in FOLDER can be assessed; every violation with table and key, and exit code 1."""
    from xinlu.config import assessing

    assessing.check(folder, language=language)


@tables.command(name="extract")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write into."
)
@click.option("--anew", is_flag=True, help="Write every household again, with new numbers.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def tables_extract(out: Path, anew: bool, language: str) -> None:
    """The tables out of the database, without names and ID numbers. Into the same folder again: only what has changed.

    Killed, the same command goes on where it stood.
    """
    from xinlu.config import extracting

    extracting.extract(out, anew=anew, language=language)


@tables.command(name="synthesize")
@click.option("--households", type=click.IntRange(1), required=True, help="How many.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write into."
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same country.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The day it stands at; today, left out.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def tables_synthesize(households: int, out: Path, seed: int, as_of: datetime | None, language: str) -> None:
    """Make up a country in the declared tables: no person, place or figure in it is real."""
    from xinlu.config import assessing

    day = as_of.date() if as_of else None
    assessing.synthesize(out, households=households, seed=seed, as_of=day, language=language)


@xinlu.command()
@click.option("--tables", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write into."
)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option("--master", default="", help="Of Spark: its master (spark://host:7077, yarn); left out, this machine.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="As of this day; today, left out.")
@click.option("--threads", type=click.IntRange(1), default=None, help="Of DuckDB: how many; all, left out.")
@click.option("--accounts", "with_accounts", is_flag=True, help="Also a row an account, as xinlu prospects reads them.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def assess(
    folder: Path,
    out: Path,
    engine: str,
    master: str,
    as_of: datetime | None,
    threads: int | None,
    with_accounts: bool,
    language: str,
) -> None:
    """Assess every household of the tables: a row each, and areas. Killed, the same command goes on where it stood."""
    from xinlu.config import assessing

    day = as_of.date() if as_of else None
    assessing.run(
        folder,
        out,
        engine=engine,
        master=master,
        as_of=day,
        threads=threads,
        with_accounts=with_accounts,
        language=language,
    )


@xinlu.command()
@click.argument("results", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--county", required=True, help="Code of the county.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="What may be given out, .csv."
)
@click.option(
    "--before",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="What was kept of the last release (.office.json).",
)
@click.option(
    "--least", type=click.IntRange(10), default=10, show_default=True, help="The smallest count that is told."
)
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def publish(results: Path, county: str, out: Path, before: Path | None, least: int, language: str) -> None:
    """Of an assessment's RESULTS, what may be given out of a county: small counts hidden, so that nobody reckons them back."""
    from xinlu.config import publishing

    publishing.publish(results, county=county, out=out, before=before, least=least, language=language)


@xinlu.command()
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="As of this day; today, left out.")
@click.option("--quarters", type=click.IntRange(0), default=None, help="Ends of quarters before it; eight, left out.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def results(as_of: datetime | None, quarters: int | None, language: str) -> None:
    """Assess this installation, for the desks' pages of results: run it every night."""
    from xinlu.config import reckoning

    reckoning.results(day=as_of.date() if as_of else None, quarters=quarters, language=language)


@xinlu.command(name="indicators")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--income", required=True, help="Column of income per person (equivalised, say).")
@click.option("--line", required=True, help="Poverty line: a number, a column, or such as 0.6median.")
@click.option("--people", default=None, help="Column of how many people a row stands for; one, left out.")
@click.option("--weight", default=None, help="Column of the survey weight; one, left out.")
@click.option("--by", multiple=True, help="Column of groups; several times for their combinations.")
@click.option("--json", "as_json", is_flag=True, help="Every measure of every group, as JSON.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def indicators(
    file: Path,
    income: str,
    line: str,
    people: str | None,
    weight: str | None,
    by: tuple[str, ...],
    as_json: bool,
    language: str,
) -> None:
    """Poverty and inequality in FILE, a survey of your own (.parquet, .csv, .csv.gz, .tsv, .dta).

    FGT 0/1/2, Watts, relative median poverty gap, Gini, Theil, mean log deviation, Atkinson, S80/S20.
    """
    from xinlu.config.indicators import Wanted, tell_indicators

    asked = Wanted(
        file=file, income=income, line=line, people=people, weight=weight, by=by, as_json=as_json, language=language
    )
    tell_indicators(asked)


@xinlu.command(name="mpi")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--spec", required=True, type=click.Path(path_type=Path), help="Dimensions, weights, cut-off (YAML).")
@click.option("--json", "as_json", is_flag=True, help="Every measure of every group, as JSON.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of what is said here.")
def mpi(file: Path, spec: Path, as_json: bool, language: str) -> None:
    """Multidimensional poverty (Alkire-Foster) in FILE, a survey of your own, as a specification asks for it."""
    from xinlu.config.indicators import tell_mpi

    tell_mpi(file, spec, as_json=as_json, language=language)


@xinlu.group()
def export() -> None:
    """Take out what an office needs."""


@export.command(name="form")
@click.argument("form", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--household", default="", help="For this household: its official number or its id.")
@click.option("--area", default="", help="For the households of this area: its code or full name.")
@click.option("--helper", default="", help="For the households of this helper: the helper's login.")
@click.option("--login", default=None, help="Who takes it out; households see it. Left out, they see the command line.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language, help="Of the values filled in.")
@click.option("--over", is_flag=True, help="Replace the file if it is there.")
def export_form(
    form: Path, file: Path, household: str, area: str, helper: str, login: str | None, language: str, over: bool
) -> None:
    """FORM, an .xlsx of the office's own with names in braces, filled and written to FILE."""
    from xinlu.config import form_filling

    wanted = form_filling.WantedForm(form, file, household, area, helper, login, language, over)
    form_filling.fill(wanted)


@export.command(name="register")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--area", required=True, help="Its code or full name.")
@click.option("--login", default=None, help="Who takes it out; households see it. Left out, they see the command line.")
@click.option("--language", type=click.Choice(["zh", "en"]), default=_language)
@click.option("--without-numbers", is_flag=True, help="Leave out ID, telephone and certificate numbers.")
@click.option("--over", is_flag=True, help="Replace the file if it is there.")
def export_register(file: Path, area: str, login: str | None, language: str, without_numbers: bool, over: bool) -> None:
    """An area's households, people and accounts as .xlsx that can be imported again."""
    from xinlu.config import exporting

    exporting.export_register(
        file, area=area, login=login, language=language, with_numbers=not without_numbers, over=over
    )


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
