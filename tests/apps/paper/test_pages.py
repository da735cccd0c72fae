"""Who may have an account on paper, and how paper leaves the server."""

import pytest
from django.urls import reverse

from xinlu.recognition.services.cards import IssuedCard
from xinlu.registry.models import FileReading


@pytest.fixture
def address(yang):
    return reverse("paper:account", kwargs={"household": yang.household.pk})


@pytest.fixture
def by(client):
    def by(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return by


def test_the_helper_gets_a_pdf_that_no_cache_keeps(yang, address, by, need):
    need("pango")
    yang.reckon()
    answer = by(yang.helper).get(address)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E6%9D%A8")
    assert FileReading.objects.filter(household=yang.household, page="paper:account").count() == 1


def test_the_page_to_print_is_there_for_the_asking_in_both_languages(yang, address, by):
    yang.reckon()
    for language, title in (("zh-hans", "杨秀英家收入账"), ("en", "Income account of 杨秀英")):
        answer = by(yang.helper).get(address, {"as": "html"}, headers={"accept-language": language})
        assert answer["Content-Type"].startswith("text/html") and answer["Cache-Control"] == "no-store"
        assert title in answer.content.decode()


def test_somebody_elses_helper_and_a_stranger_see_nothing(yang, address, by, client):
    yang.reckon()
    assert client.get(address).status_code == 302
    assert by(yang.other_helper).get(address).status_code == 404


def test_where_there_is_no_account_the_page_says_so(yang, address, by):
    answer = by(yang.helper).get(address, headers={"accept-language": "zh-hans"})
    assert answer.status_code == 404 and "这家还没有账" in answer.content.decode()


def test_the_sheet_of_cards_answers_the_post_that_issued_them(yang, rf, need):
    need("pango")
    from xinlu.pages.papers.cards import card_sheet_response

    issued = [IssuedCard(yang.card, yang.secret)]
    answer = card_sheet_response(issued, rf.post("/desk/cards/"))
    assert answer.content.startswith(b"%PDF") and answer["Cache-Control"] == "no-store"
    assert yang.secret not in str(answer.headers) and answer["Referrer-Policy"] == "no-referrer"
    as_page = card_sheet_response(issued, rf.post("/desk/cards/", {"as": "html"}))
    assert as_page["Content-Type"].startswith("text/html") and yang.secret not in as_page.content.decode()
