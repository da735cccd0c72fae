"""The page of results: empty, reckoned, its lists, its charts, its files; and what a household's page says of them."""

from __future__ import annotations

import re

import pytest

from apps.pages.desk_fixtures import exported_rows
from apps.reports.extracted import later, make_hamlets
from apps.reports.test_results import reckoned
from xinlu.registry.models import CurrentFile
from xinlu.reports.models import HouseholdResult, Reckoning

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_noon", "without_second_factor")]


@pytest.fixture
def hamlets(db):
    return make_hamlets()


def page(there, who, address, *, language="en"):
    client = there.client(who)
    client.cookies["django_language"] = language
    response = client.get(address)
    return response, response.content.decode() if not response.streaming else ""


def address(there, rest="", *, area=None):
    return f"/desk/area/{(area or there.yang.county).code}/results/{rest}"


def test_before_anything_is_reckoned_the_page_says_what_to_do(hamlets):
    response, text = page(hamlets, "chen", address(hamlets))
    assert response.status_code == 200 and "xinlu results" in text
    assert page(hamlets, "chen", address(hamlets, "income.svg"))[0].status_code == 404
    assert page(hamlets, "chen", f"/paper/results/{hamlets.yang.county.code}/")[0].url == address(hamlets)
    assert exported_rows(page(hamlets, "chen", address(hamlets, "?format=xlsx&table=helpers"))[0])[0][0] == "Helper"


def test_the_page_its_lists_its_charts_and_its_files(hamlets, tmp_path):
    reckoned(tmp_path)
    response, text = page(hamlets, "chen", address(hamlets))
    assert response.status_code == 200 and "Nobody has answered since." in text
    links = {
        found.replace("&amp;", "&") for found in re.findall(r'href="(/desk/households/\?[^"]*result=[^"]*)"', text)
    }
    assert len(links) > 8
    for link in links:
        number = re.search(rf'href="{re.escape(link.replace("&", "&amp;"))}">([\d,]+)', text)[1]
        _, listed = page(hamlets, "chen", link)
        assert "Only those counted under" in listed, link
        if not re.search("goal|method|emotion|interest", link):
            assert f"{number} household" in listed, link
    # Each chart that the page shows is there, in the reader's language.
    charts = set(re.findall(r'src="([^"]*/results/\w+\.svg)\?v=', text))
    assert {each.rpartition("/")[2] for each in charts} >= {"income.svg", "sides.svg", "costs.svg"}
    for each in charts:
        drawn = page(hamlets, "chen", each, language="zh-hans")[0]
        assert drawn.headers["Content-Type"] == "image/svg+xml" and 'lang="zh"' in drawn.content.decode()
    assert page(hamlets, "chen", address(hamlets, "nothing.svg"))[0].status_code == 404
    # The files hold the same numbers.
    rows = exported_rows(page(hamlets, "chen", address(hamlets, "?format=xlsx"))[0])
    below = {row[2]: row[3] for row in rows if row[0] == "Above and below the line" and row[1] == "Below the line"}
    for head in ("Recognised", "Claimed"):
        what = f"{head.lower()}_side_below"
        assert re.search(rf'result={what}">{below[head]}<', text) or below[head] == 0
    paper, printed = page(hamlets, "chen", f"/paper/results/{hamlets.yang.county.code}/?as=html", language="zh-hans")
    assert paper.status_code == 200 and printed.count("<svg xmlns") >= 3 and "不要贴出去" in printed
    assert not [name for name in CurrentFile.objects.values_list("head_name", flat=True) if name in printed]


def test_others_areas_stay_closed_and_what_came_since_is_told(hamlets, tmp_path):
    reckoned(tmp_path)
    assert page(hamlets, "near", address(hamlets, area=hamlets.far))[0].status_code == 404
    assert page(hamlets, "near", f"/paper/results/{hamlets.far.code}/")[0].status_code == 404
    assert page(hamlets, "near", address(hamlets, "income.svg", area=hamlets.far))[0].status_code == 404
    one = CurrentFile.objects.filter(has_account=True, village=hamlets.near.code).earliest("pk").household
    with later(5):
        hamlets.answers(one, 1)
        _, text = page(hamlets, "near", address(hamlets, area=hamlets.near))
        assert "Since then 1 household has answered" in text
        _, text = page(hamlets, "near", f"/desk/household/{one.pk}/")
        assert "it has answered since" in text


def test_a_chance_is_told_only_where_foretelling_did_well(hamlets, tmp_path):
    reckoned(tmp_path)
    one = CurrentFile.objects.filter(village=hamlets.near.code).earliest("pk").household
    row = HouseholdResult.objects.filter(household=one)
    row.update(chance_milli=620, low_milli=405, high_milli=801, basis="few own accounts")
    scores = {"is_better": True, "households": 40, "brier": 0.1, "no_change": 0.2, "all_alike": 0.3, "bins": []}
    Reckoning.objects.update(tried=scores)
    _, text = page(hamlets, "near", f"/desk/household/{one.pk}/")
    assert "62 in a hundred (between 40 and 81)" in text
    Reckoning.objects.update(tried={**scores, "is_better": False})
    _, text = page(hamlets, "near", f"/desk/household/{one.pk}/")
    assert "in a hundred" not in text and "too little is known to say" in text
    _, text = page(hamlets, "chen", address(hamlets))
    assert Reckoning.objects.get().not_foretold or "do not plan by it" in text
