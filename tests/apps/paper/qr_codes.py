"""Reading a QR code back as modules, from the drawing in a page or from a printed sheet, to hold against segno's own."""

from __future__ import annotations

import re

import segno

QUIET = 4


def expected(content: str) -> list[str]:
    """The modules of the code of `content` with its quiet zone, a row a string, 1 for dark."""
    return ["".join(map(str, row)) for row in segno.make(content, error="m", micro=False).matrix_iter(border=QUIET)]


def drawn(html: str) -> list[str]:
    """The modules of the first QR code in a page."""
    size, path = re.search(r'class="qr" viewBox="0 0 (\d+) .*?fill="#000" d="([^"]+)"', html, re.DOTALL).groups()
    rows = [[0] * int(size) for _ in range(int(size))]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", path):
        rows[int(y)][int(x) : int(x) + int(length)] = [1] * int(length)
    return ["".join(map(str, row)) for row in rows]


def printed(picture, *, box: tuple[int, int, int, int], modules: int) -> tuple[list[str], int]:
    """The modules of the code that alone is black in the box of a drawn page, with its side in dots, quiet zone apart."""
    cut = picture.crop(box).point(lambda grey: 255 if grey < 64 else 0)
    left, top, right, bottom = cut.getbbox()
    assert abs((right - left) - (bottom - top)) <= 2, "a QR code is square"
    step = (right - left) / modules
    margin = "0" * QUIET
    rows = [
        margin
        + "".join(
            "1" if cut.getpixel((int(left + (x + 0.5) * step), int(top + (y + 0.5) * step))) else "0"
            for x in range(modules)
        )
        + margin
        for y in range(modules)
    ]
    blank = ["0" * (modules + 2 * QUIET)] * QUIET
    return [*blank, *rows, *blank], right - left
