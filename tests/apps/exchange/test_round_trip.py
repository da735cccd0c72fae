"""What leaves in the office's form comes in again without a difference, in both languages."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from apps.exchange.offices import bring_in
from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.selectors.accounts import account_view
from xinlu.casework.services.accounts import write_account
from xinlu.exchange.models import Proposal
from xinlu.exchange.services.exporting import export_register
from xinlu.exchange.services.intakes import desk_without_a_person
from xinlu.kernel.periods import campaign_year
from xinlu.records.models import LedgerEntry
from xinlu.registry.models import CurrentFile
from xinlu.registry.services.households import write_file

TODAY = date(2026, 11, 23)


@pytest.fixture
def full(brought):
    """The office's households, one of them with every fact and an account reckoned line by line."""
    household = CurrentFile.objects.select_related("household").get(number="5226990001").household
    by = desk_without_a_person()
    write_file(
        household,
        by=by,
        said_by="杨秀英",
        address="3 组 12 号",
        further_causes=["disability", "transport"],
        house_area_m2=86,
        house_structure="brick_wood",
        house_year=1998,
        house_graded_on=date(2026, 3, 2),
        electricity=True,
        fuels=["straw", "electricity"],
        water="protected_well",
        market_distance_m=4500,
        note="-要补一张单子\n+村里说的",
    )
    before = account_view(household).account
    lines = (
        DraftLine(key="1", kind="chicken", basis=Basis.SAID, quantity_milli=20_000, price_fen=6_000, cost_fen=30_000),
        DraftLine(key="2", kind="pension", basis=Basis.BANK, quantity_milli=12_000, price_fen=11_000),
        DraftLine(key="3", kind="children", basis=Basis.SAID, amount_fen=60_000),
        DraftLine(key="4", kind="medical", basis=Basis.SLIP, amount_fen=123_450),
    )
    write_account(household, by=by, draft=Draft(campaign_year(2026), 2, TODAY, lines, based_on=before.pk))
    return brought


def exported(areas, file, *, language: str = "zh"):
    export_register(areas["522699"], file, within=CurrentFile.objects.all(), language=language, with_numbers=True)
    return file


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_left_comes_in_again_without_a_difference(full, areas, tmp_path, language):
    file = exported(areas, tmp_path / "out.xlsx", language=language)
    before = LedgerEntry.objects.count()
    outcome = bring_in(file)
    assert [str(each.spot) + each.words.en for each in outcome.all_faults] == []
    assert outcome.changed == []
    assert outcome.proposed == []
    assert (outcome.counts["same"], outcome.counts["new"], outcome.counts["changed"]) == (3, 0, 0)
    assert list(Proposal.objects.values_list("kind", flat=True)) == []
    assert LedgerEntry.objects.count() == before


def test_the_oracle_sees_a_single_changed_cell(full, areas, tmp_path):
    file = exported(areas, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(file)
    sheet = book["家庭成员"]
    heads = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
    column = heads["健康状况"]
    cell = next(row[column - 1] for row in sheet.iter_rows() if any(each.value == "杨正明" for each in row))
    cell.value = "残疾"
    book.save(file)
    outcome = bring_in(file)
    assert outcome.counts["changed"] == 1
    assert "健康" in outcome.changed[0][2][0].zh
