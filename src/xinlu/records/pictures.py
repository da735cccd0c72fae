"""Pictures on their way in: what they are by their bytes, how large before anything is decoded, and their one kept form."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageCms, ImageFile, ImageOps

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.records.picture_headers import read_header

LARGEST_BYTES = 12 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
LONG_EDGE_PIXELS = 2000
QUALITY = 85

_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, zlib.error)
"""What Pillow's decoders raise on bytes that are not what their header says."""

warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A picture as it is kept: JPEG, sRGB, upright, long edge at most 2000 px, nothing in it but the picture."""

    jpeg: bytes
    width: int
    height: int


def picture_path(sha256: str) -> Path:
    """Where the picture of this name lies; ValueError when it is not 64 lower-case hex digits."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError("a picture's name is 64 lower-case hex digits")
    return Path(settings.MEDIA_ROOT) / "pictures" / sha256[:2] / f"{sha256}.jpg"


def kept_form(original: bytes) -> KeptForm:
    """The kept form of a JPEG, PNG or WebP. Raises Refusal for anything else, and for one too large, moving or torn."""
    if len(original) > LARGEST_BYTES:
        raise too_heavy()
    header = read_header(original)
    if header is None:
        raise Refusal(
            "picture.none",
            Words(
                "这个文件不是照片（只收 JPEG、PNG、WebP），没有存。请用手机重新拍一张，或者另选一张",
                "This file is not a picture (JPEG, PNG or WebP); nothing was stored. "
                "Take it again with the phone, or choose another",
            ),
        )
    if header.width * header.height > LARGEST_PIXELS:
        words = Words(
            "这张照片有 {width} × {height} 个点，太大了，最多 4000 万个点，没有存。请在手机上缩小了再传",
            "This picture has {width} × {height} pixels and at most 40 million are taken; nothing was stored. "
            "Make it smaller on the phone and send it again",
        )
        raise Refusal("picture.too_many_pixels", words.filled(width=header.width, height=header.height))
    if header.is_moving:
        raise Refusal(
            "picture.moving",
            Words(
                "这是会动的图，只收不动的照片，没有存。请另选一张",
                "This picture moves, and only still ones are taken; nothing was stored. Choose another",
            ),
        )
    try:
        return _re_encoded(original, header.format)
    except (*_BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal(
            "picture.torn",
            Words(
                "这张照片不完整，打不开，没有存。多半是没传完，请再传一次，或者重新拍一张",
                "This picture is incomplete and cannot be opened; nothing was stored. "
                "It often was not sent to its end: send it again, or take it anew",
            ),
        ) from None


def too_heavy() -> Refusal:
    """The refusal of more bytes than are taken."""
    return Refusal(
        "picture.too_heavy",
        Words(
            "这张照片超过 12 MB，没有存。请在手机上缩小了再传",
            "This picture has more than 12 MB; nothing was stored. Make it smaller on the phone and send it again",
        ),
    )


def _re_encoded(original: bytes, format: str) -> KeptForm:
    with Image.open(io.BytesIO(original), formats=(format,)) as opened:
        if opened.width * opened.height > LARGEST_PIXELS:
            raise ValueError("the decoder sees more pixels than the header told")
        opened.draft("RGB", (LONG_EDGE_PIXELS, LONG_EDGE_PIXELS))
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process
        opened.load()
        image = _in_full_tones(opened)
    # Made small first: every later step copies all its pixels.
    image.thumbnail((LONG_EDGE_PIXELS, LONG_EDGE_PIXELS), Image.Resampling.LANCZOS)
    image = _in_srgb(_upright(image))
    # What Pillow read beside the pixels would be written again: a JPEG's comment, for one.
    image.info.clear()
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY, optimize=True)
    return KeptForm(written.getvalue(), image.width, image.height)


def _in_full_tones(image: Image.Image) -> Image.Image:
    """In a mode that can be made small without loss of tones: palettes resolved, sixteen bits of grey made eight."""
    if image.mode.startswith("I"):
        # Pillow's own conversion would cut off what is above 255.
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.mode == "P" or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L") if image.mode == "1" else image


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:
        return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """On white paper, in sRGB; a colour profile that cannot be read counts as none."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, *_BROKEN):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")
