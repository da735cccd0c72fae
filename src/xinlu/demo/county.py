"""Making the demo county: whole or not at all, the same for the same seed."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from xinlu.demo.calendar import CARDS_FROM, FIRST, NEW_LINE_FROM, at
from xinlu.demo.drawing import SHOP_PHONE, draw_life, phone_of
from xinlu.demo.happenings import County, let_happen
from xinlu.demo.layout import FULL_HOUSEHOLDS, HELPER_MAX, LEAST_HOUSEHOLDS, OVERLOADED_HELPER, number_of, slots
from xinlu.demo.lives import Life
from xinlu.demo.named import NAMED
from xinlu.demo.names import Numbers
from xinlu.demo.places import COUNTY, area_rows
from xinlu.demo.policies import let_policies_happen
from xinlu.demo.staff import appoint_staff
from xinlu.demo.writing import write_lives
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.parameters.services import set_parameter
from xinlu.people.models import Area, User
from xinlu.people.services.areas import import_areas
from xinlu.recognition.models import SharedDevice, StaffDevice
from xinlu.records.models import Household
from xinlu.records.services import append, compose
from xinlu.registry.models import HouseholdFile

SEED = 2026

_PARAMETERS = (
    ("poverty_line_fen", 790_000, date(2025, 1, 1), "月岭县〔2025〕3 号文（演示用，虚构）"),
    ("poverty_line_fen", 820_000, NEW_LINE_FROM, "月岭县〔2026〕2 号文（演示用，虚构）"),
    ("helper_households_max", HELPER_MAX, date(2024, 1, 1), "月岭县帮扶工作办法第七条（演示用，虚构）"),
    ("card_days", 3650, date(2026, 1, 1), "月岭县明白卡办法（演示用，虚构）：卡十年不换"),
)


def is_made() -> bool:
    """Whether the demo county is here. It is written in one transaction: what is here is whole."""
    return HouseholdFile.objects.filter(number=number_of(0), place__path__contains=f"/{COUNTY}/").exists()


@transaction.atomic
def make_county(
    *,
    seed: int = SEED,
    households: int = FULL_HOUSEHOLDS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Make the county of that seed; `progress` hears (done, of) households. Interrupted, nothing of it stays.

    The same seed gives the same people, texts and figures. Ids of logins, digests that cover them, what the services
    write one by one, and whatever is encrypted or hashed with a key differ from making to making. Refusal where
    XINLU_DEMO is not set, households are here already, or fewer are asked for than there are stories.
    """
    _check_place()
    _check_size(households)
    lives = draw_lives(seed=seed, households=households)
    staff = found_county(seed=seed, households=households)
    written = write_lives(lives, staff=staff, seed=seed, progress=lambda done: progress(done, households))
    county = County(staff, written, lives)
    let_happen(county)
    let_policies_happen(county, seed=seed)


def draw_lives(*, seed: int, households: int) -> list[Life]:
    """Every household's life, before anything is written."""
    numbers = Numbers()
    return [
        NAMED[slot.story](slot, seed=seed, numbers=numbers)
        if slot.story in NAMED
        else draw_life(slot, seed=seed, numbers=numbers)
        for slot in slots(households)
    ]


def found_county(*, seed: int, households: int) -> dict[str, User]:
    """Areas, logins, the county's own values and the phones that are known; the logins by their names."""
    with clock.standing_at(at(FIRST, 8)):
        _bring_in_areas()
        staff = appoint_staff(seed=seed, households=households)
        county = Area.objects.get(code=COUNTY)
        for name, value, effective_from, source in _PARAMETERS:
            set_parameter(
                by=staff["county"], area=county, name=name, value=value, effective_from=effective_from, source=source
            )
        StaffDevice.objects.bulk_create(
            StaffDevice(device=phone_of(login), first_seen_at=clock.now()) for login in sorted(staff)
        )
    with clock.standing_at(at(CARDS_FROM, 16)):
        village = staff[OVERLOADED_HELPER].responsibilities.get().area
        append(
            compose(
                SharedDevice,
                area=village,
                author=staff["village4"],
                shared=SHOP_PHONE,
                whose="村口小卖部",
                reason="几家老人没有手机，都到小卖部去点",
            )
        )
    return staff


def _bring_in_areas() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "areas.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("code", "name", "level", "parent"), *area_rows()])
        import_areas(file)


def _check_place() -> None:
    if not settings.XINLU_DEMO:
        raise Refusal(
            "demo.not_here",
            Words(
                "这里不是演示用的数据目录，演示县只能用 xinlu demo 做在它自己的目录里",
                "This is no data directory for demonstrations: `xinlu demo` makes the demo county in one of its own",
            ),
        )
    if Household.objects.exists():
        raise Refusal(
            "demo.taken",
            Words(
                "这个目录里已经有户了，没有再做。要重做，先把整个目录删掉",
                "There are households in this directory already; nothing was made. To make it anew, remove the directory",
            ),
        )


def _check_size(households: int) -> None:
    if households < LEAST_HOUSEHOLDS:
        words = Words(
            "演示县最少要 {least} 户，现在写的是 {n} 户",
            "The demo county has {least} households at least; {n} are asked for",
        )
        raise Refusal("demo.too_small", words.filled(least=LEAST_HOUSEHOLDS, n=households))
