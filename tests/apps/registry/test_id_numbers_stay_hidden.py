"""An ID number is in no log, no exception, no repr and no column in plain, whatever goes wrong while it is written."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from django.db import connection

from xinlu.kernel.errors import Refusal
from xinlu.practice.idnumbers import check_digit
from xinlu.registry.models import MemberVersion
from xinlu.registry.selectors.files import file_of, masked_id, members_on
from xinlu.registry.selectors.households import same_id_elsewhere
from xinlu.registry.services import members
from xinlu.registry.services.members import write_member

NUMBER = "52269919740501003" + check_digit("52269919740501003")


@pytest.fixture
def logged(caplog):
    """Runs something as a page would, and gives all that the log holds of it and of what it raised."""

    def logged_(do) -> str:
        caplog.clear()
        with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django.db.backends"):
            try:
                do()
            except Exception:
                logging.getLogger("django.request").exception("Internal Server Error: /desk/")
        return caplog.text

    return logged_


def write(yang, **facts):
    return write_member(yang.household, by=yang.helper, said_by="他", member=yang.member("杨正明"), **facts)


def test_what_the_database_says_when_it_refuses_a_row_holds_no_number(yang, logged, monkeypatch):
    monkeypatch.setattr(members, "check_person", lambda facts: None)
    text = logged(lambda: write(yang, id_number=NUMBER, left_on=date(1900, 1, 1)))
    assert "member_left_after_birth" in text and "Traceback" in text
    assert NUMBER not in text and NUMBER[-6:] not in text


def test_every_statement_sent_to_the_database_holds_the_number_sealed(yang, logged):
    connection.force_debug_cursor = True
    try:
        text = logged(lambda: write(yang, id_number=NUMBER))
    finally:
        connection.force_debug_cursor = False
    assert "registry_memberversion" in text and "杨正明" in text, "the statements with their values are in this log"
    assert NUMBER not in text and NUMBER[-6:] not in text


def test_the_log_of_these_tests_does_show_what_is_raised(logged):
    def fail():
        raise ValueError(NUMBER)

    assert NUMBER in logged(fail)


@pytest.mark.parametrize("slip", [1, 5, 9, 16])
def test_no_refusal_repeats_the_number_that_it_refuses(yang, logged, slip):
    digit = str((int(NUMBER[slip]) + 1) % 10)
    wrong = NUMBER[:slip] + digit + NUMBER[slip + 1 :]
    with pytest.raises(Refusal) as refused:
        write(yang, id_number=wrong)
    told = str(refused.value) + refused.value.words.zh + refused.value.words.en + repr(refused.value)
    assert wrong not in told and wrong[-6:] not in told
    assert wrong not in logged(lambda: write(yang, id_number=wrong))


def test_no_view_or_record_shows_the_number_when_printed(yang):
    version = write(yang, id_number=NUMBER)
    view = file_of(yang.household)
    printed = repr(
        [version, str(version), view, members_on(yang.household, view.on), same_id_elsewhere(version, within=[])]
    )
    assert str(version.pk) in printed
    assert NUMBER not in printed


def test_a_number_that_is_none_is_hidden_whole():
    assert masked_id("") == ""
    assert masked_id("残12345") == "******"
    assert masked_id(NUMBER) == f"522699********{NUMBER[-4:]}"


def test_the_number_is_read_back_from_the_database_as_it_was_written(yang):
    version = write(yang, id_number=f" {NUMBER[:6]} {NUMBER[6:]} ")
    assert MemberVersion.objects.get(pk=version.pk).id_number == NUMBER
