"""The lists of the desks: whose households they show, how they are narrowed, what leaves as a file, what they cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.pages.desk_fixtures import desk, exported, exported_rows, taken  # noqa: F401, taken
from xinlu.practice.idnumbers import check_digit

CANARY = "隔壁金丝雀"


def number_of(seed: int) -> str:
    first = f"52269919500101{seed:03d}"
    return first + check_digit(first)


def queries(client, address):
    taken(client.get(address))
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    taken(response)
    return len(asked)


def test_a_village_desk_sees_its_own_households_and_no_others(desk):  # noqa: F811
    desk.household(CANARY, desk.near)
    assert CANARY not in desk.client("wu").get("/desk/households/").content.decode()
    assert CANARY not in desk.client("far").get("/desk/households/").content.decode()
    assert CANARY in desk.client("near").get("/desk/households/").content.decode()


def test_naming_a_foreign_village_in_the_address_shows_neither_its_households_nor_its_name(desk):  # noqa: F811
    desk.household(CANARY, desk.near)
    page = desk.client("wu").get(f"/desk/households/?area={desk.near.code}").content.decode()
    assert CANARY not in page and desk.near.name not in page


def test_a_helper_sees_only_the_households_assigned_to_it(desk):  # noqa: F811
    desk.household(CANARY, desk.yang.village, helper=desk.users["tian"])
    page = desk.client("zhou").get("/desk/households/").content.decode()
    assert "杨秀英" in page and CANARY not in page


@pytest.mark.parametrize("many", [6, 60])
def test_the_list_asks_as_many_queries_for_many_households_as_for_six(desk, many):  # noqa: F811
    for n in range(many):
        household = desk.household(f"户{n}", desk.yang.village, helper=desk.users["zhou"])
        if n % 2:
            desk.account(household, 900_000)
    assert queries(desk.client("shi"), "/desk/households/") <= 22


def test_six_and_sixty_households_cost_the_same_on_every_list(desk):  # noqa: F811
    addresses = ["/desk/households/", "/desk/area/522699101/", "/desk/area/522699/", "/desk/helpers/", "/desk/cards/"]
    addresses += [f"/desk/area/{desk.yang.village.code}/", "/desk/households/?format=xlsx", "/desk/cards/?format=xlsx"]
    who = {"/desk/area/522699/": "chen"}
    for n in range(5):
        desk.account(desk.household(f"先{n}", desk.near, helper=desk.users["zhou"]), 900_000)
    desk.household("没人管", desk.near)
    few = [queries(desk.client(who.get(each, "shi")), each) for each in addresses]
    for n in range(54):
        desk.account(desk.household(f"后{n}", desk.near if n % 2 else desk.yang.village), 900_000)
    many = [queries(desk.client(who.get(each, "shi")), each) for each in addresses]
    assert dict(zip(addresses, many, strict=True)) == dict(zip(addresses, few, strict=True))


def test_filters_let_through_what_they_name(desk):  # noqa: F811
    seen, unseen = desk.household("看过的", desk.near), desk.household("没看的", desk.near)
    desk.account(seen, 900_000)
    desk.account(unseen, 900_000)
    desk.household("没账的", desk.near)
    desk.answers(seen, 100_000)
    client = desk.client("near")

    def listed(query):
        page = client.get(f"/desk/households/?{query}").content.decode()
        return {name for name in ("看过的", "没看的", "没账的") if f">{name}<" in page}

    assert listed("only=looked") == {"看过的"}
    assert listed("only=not_looked") == {"没看的"}
    assert listed("only=no_account") == {"没账的"}
    assert listed("only=contested") == {"看过的"}
    assert listed("claimed=above&recognised=below") == {"看过的"}
    assert listed("recognised=unanswered") == {"没看的"}
    assert listed("only=no_helper&only=not_looked") == {"没看的"}
    assert listed("text=kanguode") == {"看过的"}
    assert listed("") == {"看过的", "没看的", "没账的"}
    assert listed("sort=nonsense&claimed=nonsense&page=nonsense&helper=nonsense") == {"看过的", "没看的", "没账的"}


def test_a_household_that_answered_nothing_shows_no_recognised_figure(desk):  # noqa: F811
    household = desk.household("没看的", desk.near)
    desk.account(household, 900_000)
    rows = exported_rows(desk.client("near").get("/desk/households/?format=xlsx"))
    assert rows[1][6] == 9000 and rows[1][7] is None
    desk.answers(household, None)
    rows = exported_rows(desk.client("near").get("/desk/households/?format=xlsx"))
    assert rows[1][7] == 9000


def test_the_file_holds_the_rows_of_the_page_and_no_others(desk):  # noqa: F811
    for n in range(55):
        desk.household(f"户{n:02d}", desk.near, facts={"number": f"N{n:02d}"})
    desk.household(CANARY, desk.yang.village)
    client = desk.client("near")
    rows = exported_rows(client.get("/desk/households/?format=xlsx&sort=name"))
    pages = [client.get(f"/desk/households/?page={n}").content.decode() for n in (1, 2)]
    names = [row[1] for row in rows[1:]]
    assert len(names) == 55 and CANARY not in names
    assert all(f">{name}<" in pages[place // 50] for place, name in enumerate(names))


def test_the_file_is_narrowed_like_the_page_and_named_in_the_readers_language(desk):  # noqa: F811
    desk.household("一户", desk.near)
    client = desk.client("near")
    response = client.get("/desk/households/?format=xlsx&text=没有这户", headers={"accept-language": "en"})
    assert len(exported_rows(response)) == 1
    assert "Households 2026-11-23.xlsx" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]


def test_a_name_that_looks_like_a_formula_leaves_harmless(desk):  # noqa: F811
    desk.household("=1+1", desk.near)
    cell = exported(desk.client("near").get("/desk/households/?format=xlsx"))["B2"]
    assert cell.data_type == "s" and cell.value == "'=1+1"


def test_no_file_holds_an_id_number_or_a_phone(desk):  # noqa: F811
    household = desk.household("有号的", desk.near, facts={"phone": "13812345678"})
    version = household.memberversions.get()
    from xinlu.registry.services.members import write_member

    write_member(household, by=desk.users["shi"], said_by="她", supersedes=version.pk, id_number=number_of(7))
    cells = [
        str(cell) for row in exported_rows(desk.client("near").get("/desk/households/?format=xlsx")) for cell in row
    ]
    assert "有号的" in cells and not any(number_of(7) in cell or "13812345678" in cell for cell in cells)
    page = desk.client("near").get(f"/desk/household/{household.pk}/").content.decode()
    assert "522699********" in page and number_of(7) not in page


def test_an_id_number_is_found_by_post_alone_and_only_within_reach(desk):  # noqa: F811
    from xinlu.registry.services.members import write_member

    household = desk.household(CANARY, desk.near)
    version = household.memberversions.get()
    write_member(household, by=desk.users["shi"], said_by="她", supersedes=version.pk, id_number=number_of(9))
    typed = {"id_number": number_of(9)}
    assert CANARY in desk.client("near").post("/desk/households/by-number/", typed).content.decode()
    assert (
        CANARY
        in desk.client("shi").post("/desk/households/by-number/", {"id_number": number_of(9)[-6:]}).content.decode()
    )
    assert CANARY not in desk.client("wu").post("/desk/households/by-number/", typed).content.decode()
    assert desk.client("near").get("/desk/households/by-number/", typed).status_code == 405
    assert desk.client("luo").post("/desk/households/by-number/", typed).status_code == 403
    assert desk.client("aud").post("/desk/households/by-number/", typed).status_code == 403


def test_htmx_gets_the_list_alone(desk):  # noqa: F811
    desk.household("一户", desk.near)
    client = desk.client("near")
    part = client.get("/desk/households/", headers={"hx-request": "true", "hx-target": "list"}).content.decode()
    assert part.lstrip().startswith("<section") and "<html" not in part and "一户" in part
    assert "<html" in client.get("/desk/households/", headers={"hx-request": "true"}).content.decode()
