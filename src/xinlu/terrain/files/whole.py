"""Results are written whole or not at all, never over what they were made from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyarrow import ArrowException
from rasterio.errors import RasterioError

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

_KIND = Words("{file}：结果只会写成 {kinds}", "{file}: results can be written as {kinds} here")
_OVER = Words(
    "{file} 就是读进来的文件，不能盖掉它。换一个名字",
    "{file} is one of the files read: it is not written over. Choose another name",
)
_NO_FOLDER = Words(
    "{folder} 这个文件夹没有，或者不能写。换一个能写的文件夹",
    "The folder {folder} is not there or cannot be written to. Choose one that can",
)
_UNWRITTEN = Words(
    "{file} 没有写成：{why}。看看磁盘还有没有地方，原来的文件没有动",
    "{file} was not written: {why}. See whether there is room on the disk; what was there before is untouched",
)


def check_target(file: Path, *, kinds: Sequence[str], read: Sequence[Path | None] = ()) -> None:
    """Refusal, before anything is reckoned, where `file` is of none of the kinds (.tif), is one of those read, or cannot be written."""
    if file.suffix.lower() not in kinds:
        raise Refusal("terrain.kind", _KIND.filled(file=file, kinds=", ".join(kinds)), field="out")
    if file.resolve() in {each.resolve() for each in read if each is not None}:
        raise Refusal("terrain.over", _OVER.filled(file=file), field="out")
    folder = file.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise Refusal("terrain.folder", _NO_FOLDER.filled(folder=folder), field="out")


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of `file` once it is written; Refusal where it cannot be."""
    part = file.with_name(f"{file.name}.part")
    try:
        yield part
        part.replace(file)
    except (OSError, RasterioError, ArrowException) as error:
        why = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise Refusal("terrain.unwritten", _UNWRITTEN.filled(file=file, why=why), field="out") from error
    finally:
        part.unlink(missing_ok=True)
