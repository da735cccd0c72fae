"""Erasure through its one door: by who may order it, with its ground; the figures follow, id and digest stay."""

from __future__ import annotations

import pytest

from xinlu.casework.models import HouseholdFigures, IncomeLine
from xinlu.casework.services.figures import rebuild_figures
from xinlu.config import keeping
from xinlu.kernel.errors import Refusal
from xinlu.records.models import Erasure, LedgerEntry
from xinlu.records.selectors import verify

GROUND = "户里要求删，个人信息保护法第四十七条"


def test_an_erased_line_leaves_the_figures_and_only_its_id_and_digest_stay(yang, capsys):
    yang.reckon()
    line = yang.line_views()["kin"].record
    keeping.erase(line.pk, login="chen", ground=GROUND)
    assert not IncomeLine.objects.filter(pk=line.pk).exists()
    assert LedgerEntry.objects.get(pk=line.pk).digest == line.digest
    assert Erasure.objects.get().legal_ground == GROUND
    row = HouseholdFigures.objects.values().get(household=yang.household)
    assert row["claimed_fen"] == 2_488_200 - 90_000 and row["lines"] == 11
    rebuild_figures()
    assert HouseholdFigures.objects.values().get(household=yang.household) == row


@pytest.mark.parametrize("login", ["zhou", "shi", "far", "nobody"])
def test_who_may_not_order_it_erases_nothing(yang, login):
    yang.reckon()
    line = yang.line_views()["kin"].record
    with pytest.raises(Refusal, match=r"erasure\.not_allowed"):
        keeping.erase(line.pk, login=login, ground=GROUND)
    assert verify(IncomeLine.objects.get(pk=line.pk)) and not Erasure.objects.exists()
