"""`xinlu terrain made`: a made-up mountain county as files, to try every other command upon."""

from __future__ import annotations

from pathlib import Path

import click

from xinlu.config.ground import language
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

_FULL = Words(
    "{folder} 里已经有东西了，不往里写。换一个空的或者还没有的文件夹",
    "{folder} holds something already and is not written into. Choose an empty folder, or one that is not there yet",
)
_WRITTEN = Words("{n} 个文件写进了 {folder}", "{n} files written to {folder}")
_NEXT = Words(
    "接下来可以算一算走路要多久：\n"
    "  xinlu terrain times --dem {folder}/dem.tif --rivers {folder}/rivers.gpkg --bridges {folder}/bridges.gpkg "
    "--roads {folder}/roads.gpkg --to {folder}/clinic.gpkg --out {folder}/minutes.tif",
    "To see how long people walk:\n"
    "  xinlu terrain times --dem {folder}/dem.tif --rivers {folder}/rivers.gpkg --bridges {folder}/bridges.gpkg "
    "--roads {folder}/roads.gpkg --to {folder}/clinic.gpkg --out {folder}/minutes.tif",
)


@click.command()
@click.option(
    "--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="An empty folder."
)
@click.option("--seed", type=int, default=2026, show_default=True, help="The same seed gives the same county.")
@click.option("--language", "told_in", type=click.Choice(["zh", "en"]), default=language, help="Of what is said here.")
def made(folder: Path, seed: int, told_in: str) -> None:
    """A made-up county as files: relief, rivers, bridges, roads, clinics, homes, and what might be built."""
    from xinlu.terrain.files.county import write_county
    from xinlu.terrain.made_county import made_county

    if folder.exists() and any(folder.iterdir()):
        raise Refusal("terrain.made_full", _FULL.filled(folder=folder), field="out")
    folder.mkdir(parents=True, exist_ok=True)
    files = write_county(folder, made_county(seed=seed))
    click.echo(_WRITTEN.filled(n=len(files), folder=folder).said(told_in))
    click.echo(_NEXT.filled(folder=folder).said(told_in))
