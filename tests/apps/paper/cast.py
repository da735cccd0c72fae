"""Households that try paper's patience: one with sixty lines, one with a long name, one whose name is markup."""

from __future__ import annotations

from datetime import date

from apps.yang import RECKONED_ON, Yang, area
from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.services.accounts import write_account
from xinlu.income.kinds import Source, kinds
from xinlu.kernel.periods import campaign_year
from xinlu.people.roles import Level
from xinlu.records.models import Household
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household

LONG_NAME = "阿依古丽木巴提江买买提艾力吐尔逊托合提麦麦提敏卡迪尔江尼亚"
MARKUP = '<script>alert(1)</script><img src="http://127.0.0.1:9/x">'
FILE_MARKUP = "<img src=file:///etc/passwd>"


def household_called(yang: Yang, name: str) -> Household:
    """A household of that name in the second group of Yang's village, with the same helper."""
    group = yang.village.children.first() or area("52269910120102", "二组", Level.GROUP, yang.village)
    household = enter_household(by=yang.township, place=group, said_by="本人", head={"name": name})
    assign_helper(household, by=yang.township, helper=yang.helper, since=date(2025, 1, 1))
    return household


def reckon_lines(yang: Yang, household: Household, *lines: DraftLine):
    draft = Draft(period=campaign_year(2026), heads=4, reckoned_on=RECKONED_ON, lines=lines)
    return write_account(household, by=yang.helper, draft=draft)


def reckon_sixty_lines(yang: Yang, household: Household):
    """An account of sixty lines of every kind in turn, some with quantities, titles and costs."""
    every = (*kinds()[-2:], *kinds()[:-2])
    return reckon_lines(
        yang,
        household,
        *(
            DraftLine(
                key=str(n),
                kind=every[n % len(every)].code,
                basis=list(Basis)[n % len(Basis)],
                title="" if n % 7 else "后山那块田里种的，帮大女儿家一起收的那一批",
                quantity_milli=(n + 1) * 1500 if every[n % len(every)].unit else None,
                price_fen=1234 if every[n % len(every)].unit else None,
                amount_fen=None if every[n % len(every)].unit else 12345 + n * 100,
                cost_fen=5000 if every[n % len(every)].source is Source.PRODUCTION else 0,
            )
            for n in range(60)
        ),
    )
