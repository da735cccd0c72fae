import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageFile

from xinlu.kernel.errors import Refusal
from xinlu.records.models import Household, Picture
from xinlu.records.picture_headers import Header, read_header
from xinlu.records.pictures import kept_form, picture_path
from xinlu.records.services import keep_picture

WITHIN_MB = 256
GPS = 0x8825


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def drawn(format="JPEG", size=(60, 40), mode="RGB", color="red", **saving):
    written = io.BytesIO()
    Image.new(mode, size, color).save(written, format, **saving)
    return written.getvalue()


def refusal(original):
    with pytest.raises(Refusal) as raised:
        kept_form(original)
    assert raised.value.words.zh and raised.value.words.en
    return raised.value.code


def opened(jpeg):
    return Image.open(io.BytesIO(jpeg))


def is_near(pixel, wanted):
    return all(abs(one - other) < 12 for one, other in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_as_a_jpeg_under_the_hash_of_its_bytes(db, media, format):
    household = Household.objects.create(entered_at="2026-01-01T00:00:00Z")
    picture = keep_picture(io.BytesIO(drawn(format)), household=household)
    path = picture_path(picture.sha256)
    assert path == media / "pictures" / picture.sha256[:2] / f"{picture.sha256}.jpg"
    assert picture.size_bytes == path.stat().st_size
    with Image.open(path) as kept:
        assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (60, 40))
        assert is_near(kept.getpixel((30, 20)), (254, 0, 0))
    assert (picture.width, picture.height, picture.household) == (60, 40, household)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_same_picture_again_is_the_same_row_and_its_file_comes_back_when_it_was_lost(db):
    first = keep_picture(io.BytesIO(drawn()), household=None)
    assert keep_picture(io.BytesIO(drawn()), household=None) == first
    picture_path(first.sha256).unlink()
    assert keep_picture(io.BytesIO(drawn()), household=None) == first
    assert picture_path(first.sha256).exists()
    assert Picture.objects.count() == 1
    assert keep_picture(io.BytesIO(drawn(color="blue")), household=None) != first


def test_two_files_of_one_picture_are_one_row(db):
    one = keep_picture(io.BytesIO(drawn("PNG")), household=None)
    other = keep_picture(io.BytesIO(drawn("PNG", compress_level=0)), household=None)
    assert one == other and Picture.objects.count() == 1


def test_a_refused_picture_leaves_neither_row_nor_file(db, media):
    with pytest.raises(Refusal):
        keep_picture(io.BytesIO(b"no picture"), household=None)
    assert not Picture.objects.exists() and not list(media.iterdir())


def test_a_file_half_written_never_stands_under_the_pictures_name(db, monkeypatch):
    def power_goes(_):
        raise OSError("power")

    monkeypatch.setattr("xinlu.records.services.pictures.os.fsync", power_goes)
    with pytest.raises(OSError, match="power"):
        keep_picture(io.BytesIO(drawn()), household=None)
    sha256 = hashlib.sha256(kept_form(drawn()).jpeg).hexdigest()
    assert not list(picture_path(sha256).parent.iterdir()) and not Picture.objects.exists()


@pytest.mark.parametrize(
    "original",
    [b"", b"\xff\xd8\xff", b"a text that is named .jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" * 9,
     b"RIFF\x00\x00\x00\x00WEBP", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"PK\x03\x04"],
)  # fmt: skip
def test_a_thing_that_is_no_picture_is_refused(original):
    assert refusal(original) == "picture.none"


def test_a_gif_and_a_tiff_are_not_taken():
    assert refusal(drawn("GIF")) == refusal(drawn("TIFF")) == "picture.none"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_torn_picture_is_refused_and_a_whole_one_is_not(format):
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    written = io.BytesIO()
    noise.save(written, format)
    assert kept_form(written.getvalue()).width == 300
    assert refusal(written.getvalue()[: len(written.getvalue()) // 2]) == "picture.torn"


def test_a_torn_picture_is_refused_also_where_another_library_lets_them_through(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    written = io.BytesIO()
    Image.effect_noise((300, 300), 80).convert("RGB").save(written, "JPEG")
    assert refusal(written.getvalue()[: len(written.getvalue()) // 2]) == "picture.torn"


@pytest.mark.parametrize("format", ["WEBP", "PNG"])
def test_a_moving_picture_is_refused(format):
    frames = [Image.new("RGB", (50, 50), color) for color in ("red", "green", "blue")]
    written = io.BytesIO()
    frames[0].save(written, format, save_all=True, append_images=frames[1:])
    assert refusal(written.getvalue()) == "picture.moving"


def test_more_than_twelve_megabytes_are_refused_before_they_are_read_to_their_end():
    class Endless:
        given = 0

        def read(self, size=-1, /):
            assert size > 0
            self.given += size
            return b"\xff" * size

    upload = Endless()
    with pytest.raises(Refusal) as raised:
        keep_picture(upload, household=None)
    assert raised.value.code == "picture.too_heavy" and "12 MB" in raised.value.words.zh
    assert upload.given == 12 * 1024 * 1024 + 1
    assert refusal(drawn() + b"\x00" * 12 * 1024 * 1024) == "picture.too_heavy"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_forty_million_pixels_are_taken_and_one_row_more_is_not(format, monkeypatch):
    monkeypatch.setattr("xinlu.records.pictures.LARGEST_PIXELS", 60 * 40)
    assert kept_form(drawn(format)).width == 60
    assert refusal(drawn(format, size=(60, 41))) == "picture.too_many_pixels"


def test_the_refusal_of_too_many_pixels_names_them():
    with pytest.raises(Refusal) as raised:
        kept_form(drawn("PNG", size=(8000, 5001), mode="1", color=0))
    assert "8000 × 5001" in raised.value.words.zh and "8000 × 5001" in raised.value.words.en


CHILD = """
import io, sys
from pathlib import Path
import django
django.setup()
from xinlu.kernel.errors import Refusal
from xinlu.records import pictures
pictures.LARGEST_PIXELS = int(sys.argv[2])
try:
    pictures.kept_form(Path(sys.argv[1]).read_bytes())
    print("kept")
except Refusal as refusal:
    print(refusal.code)
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""
MAKER = """
import sys
from PIL import Image
Image.new("RGB", (8000, 8000), "red").save(sys.argv[1], "WEBP", quality=1, method=0)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_eight_thousand_squared_in_a_tenth_of_a_megabyte_is_refused_in_little_memory(tmp_path):
    path = tmp_path / "large.webp"
    subprocess.run([sys.executable, "-c", MAKER, path], check=True)
    assert 50_000 < path.stat().st_size < 200_000

    def tried(largest_pixels):
        command = [sys.executable, "-c", CHILD, path, str(largest_pixels)]
        code, peak_mb = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        return code, int(peak_mb)

    code, peak_mb = tried(40_000_000)
    assert code == "picture.too_many_pixels" and peak_mb < WITHIN_MB
    code, peak_mb = tried(80_000_000)
    assert code == "kept" and peak_mb > WITHIN_MB, "the control must show what the limit spares"


def test_a_header_that_tells_fewer_pixels_than_there_are_does_not_pass(monkeypatch):
    monkeypatch.setattr("xinlu.records.pictures.LARGEST_PIXELS", 100)
    monkeypatch.setattr("xinlu.records.pictures.read_header", lambda _: Header("PNG", 1, 1))
    assert refusal(drawn("PNG")) == "picture.torn"


@pytest.mark.parametrize("bomb", [10, 2000])
def test_what_pillow_calls_a_bomb_is_refused(monkeypatch, bomb):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", bomb)
    assert refusal(drawn("PNG")) == "picture.torn"


def test_nothing_but_the_picture_is_kept():
    exif = Image.Exif()
    exif[0x010F] = "PHONEMAKER"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (26.0, 30.0, 12.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = drawn(exif=exif, icc_profile=profile, comment=b"A REMARK", xmp=b"<x:xmpmeta>PLACE</x:xmpmeta>")
    telling = [b"Exif", b"PHONEMAKER", b"ICC_PROFILE", b"A REMARK", b"PLACE", b"xmpmeta"]
    assert all(each in original for each in telling) and opened(original).getexif().get_ifd(GPS)
    kept = kept_form(original).jpeg
    assert not any(each in kept for each in telling)
    assert not opened(kept).getexif() and all(name.startswith("jfif") for name in opened(kept).info)


def test_a_picture_taken_with_the_phone_held_upright_stands_upright():
    image = Image.new("RGB", (60, 40), "red")
    image.paste("blue", (0, 0, 30, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif, quality=95)
    kept = opened(kept_form(written.getvalue()).jpeg)
    assert kept.size == (40, 60)
    assert is_near(kept.getpixel((20, 10)), (0, 0, 254)) and is_near(kept.getpixel((20, 50)), (254, 0, 0))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_picture_with_broken_exif_is_kept():
    assert kept_form(drawn(exif=b"Exif\x00\x00MM\x00*\x00\x00\xff\xff")).width == 60


def test_the_long_edge_becomes_two_thousand_and_small_ones_stay():
    kept = kept_form(drawn(size=(4000, 1000)))
    assert (kept.width, kept.height) == opened(kept.jpeg).size == (2000, 500)
    assert kept_form(drawn(size=(1000, 2001))).height == 2000
    assert kept_form(drawn(size=(3, 2))).width == 3


@pytest.mark.parametrize(
    ("original", "wanted"),
    [
        (drawn(mode="CMYK", color=(0, 255, 255, 0)), (254, 0, 0)),
        (drawn("PNG", mode="I;16", color=65535), (255, 255, 255)),
        (drawn("PNG", mode="I;16", color=32768), (128, 128, 128)),
        (drawn("PNG", mode="L", color=90), (90, 90, 90)),
        (drawn("PNG", mode="1", color=1), (255, 255, 255)),
        (drawn("PNG", mode="P", color=0), (0, 0, 0)),
        (drawn("PNG", mode="LA", color=(90, 255)), (90, 90, 90)),
        (drawn("PNG", mode="RGBA", color=(0, 0, 0, 0)), (255, 255, 255)),
        (drawn("PNG", mode="RGB", color=(0, 0, 0), transparency=(0, 0, 0)), (255, 255, 255)),
        (drawn("WEBP", mode="RGBA", color=(0, 0, 255, 255), lossless=True), (0, 0, 254)),
    ],
    ids=["cmyk", "white 16", "grey 16", "grey", "bit", "palette", "grey alpha", "clear", "one clear colour", "webp"],
)
def test_every_mode_becomes_rgb_on_white(original, wanted):
    kept = opened(kept_form(original).jpeg)
    assert kept.mode == "RGB" and is_near(kept.getpixel((30, 20)), wanted)


def test_colours_are_turned_into_srgb_by_the_pictures_own_profile():
    lab = ImageCms.createProfile("sRGB")
    profile = bytearray(ImageCms.ImageCmsProfile(lab).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    kept = opened(kept_form(drawn("PNG", icc_profile=bytes(profile))).jpeg)
    assert is_near(kept.getpixel((30, 20)), (0, 255, 1))
    assert is_near(opened(kept_form(drawn("PNG", icc_profile=b"none")).jpeg).getpixel((30, 20)), (254, 0, 0))


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_a_name_that_is_no_hash_has_no_path(name):
    with pytest.raises(ValueError, match="64"):
        picture_path(name)


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_header_of_every_webp_tells_its_size(lossless, mode):
    assert read_header(drawn("WEBP", size=(301, 77), mode=mode, lossless=lossless)) == Header("WEBP", 301, 77)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert read_header(drawn("WEBP", size=(301, 77), mode=mode, exif=exif)) == Header("WEBP", 301, 77)


def test_the_header_of_a_jpeg_is_found_behind_its_metadata():
    assert read_header(drawn(size=(301, 77), progressive=True, comment=b"x" * 60_000)) == Header("JPEG", 301, 77)
