"""Every role x action x scope, written out here a second time, so that a slip in either table shows."""

from __future__ import annotations

from uuid import UUID

import pytest

from xinlu.people.access import TABLE, Action, Actor, Post, Scope, Subject, decide
from xinlu.people.roles import DESK_ROLES, ROLE_NAMES, Role

ME, ANOTHER = UUID(int=1), UUID(int=2)
OWN = "52/5226/522699/"
WITHIN = Subject(OWN + "522699001/", frozenset({ANOTHER}))
ASSIGNED = Subject(OWN + "522699001/", frozenset({ME}))
ELSEWHERE = Subject("52/5226/522698/", frozenset({ANOTHER}))
ABOVE = Subject("52/5226/")
LOOKALIKE = Subject("52/5226/5226991/")

# h helper  v village  t township  c county  i inspector  a auditor  o operator
EXPECTED = {
    Action.SEE_OWN_PAGE: "hvtciao",
    Action.SEE_TODAY: "h",
    Action.LIST_HOUSEHOLDS: "hvtcia",
    Action.READ_AREA: "vtcia",
    Action.READ_FILE: "hvtcia",
    Action.READ_ID_NUMBER: "hvtc",
    Action.ENTER_HOUSEHOLD: "vt",
    Action.WRITE_FILE: "hvt",
    Action.RECORD_VISIT: "hv",
    Action.RECKON_ACCOUNT: "hv",
    Action.TAKE_ANSWER: "hv",
    Action.INSPECT_ANSWER: "i",
    Action.SETTLE_FORK: "hvt",
    Action.ASSIGN_HELPER: "tc",
    Action.DECIDE_STATUS: "c",
    Action.ISSUE_CARD: "t",
    Action.PRINT_ACCOUNT: "hvt",
    Action.EXPORT: "hvtcia",
    Action.IMPORT: "vtc",
    Action.EXPLAIN_POLICY: "hvt",
    Action.RECORD_BENEFIT: "hvtc",
    Action.SET_POLICY: "c",
    Action.PUBLISH_BOARD: "c",
    Action.MANAGE_USERS: "o",
    Action.ORDER_ERASURE: "c",
}
WITHOUT_PLACE = {Action.SEE_OWN_PAGE, Action.SEE_TODAY, Action.MANAGE_USERS}
LETTERS = dict(zip("hvtciao", Role, strict=True))


def holder(role: Role) -> Actor:
    return Actor(ME, (Post(role, "" if role is Role.OPERATOR else OWN),))


def expected(role: Role, action: Action, subject: Subject) -> bool:
    if role not in {LETTERS[letter] for letter in EXPECTED[action]}:
        return False
    if action in WITHOUT_PLACE:
        return True
    if role is Role.HELPER:
        return ME in subject.helper_ids
    return subject in (WITHIN, ASSIGNED)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_just_what_is_written_here(role, action):
    for subject in (WITHIN, ASSIGNED, ELSEWHERE, ABOVE, LOOKALIKE, Subject()):
        assert decide(holder(role), action, subject).allowed is expected(role, action, subject), subject


def test_this_table_would_notice_a_changed_policy(monkeypatch):
    changed = {**TABLE, Action.ISSUE_CARD: {**TABLE[Action.ISSUE_CARD], Role.HELPER: Scope.ASSIGNED}}
    monkeypatch.setattr("xinlu.people.access.TABLE", changed)
    allowed = decide(holder(Role.HELPER), Action.ISSUE_CARD, ASSIGNED).allowed
    assert allowed is not expected(Role.HELPER, Action.ISSUE_CARD, ASSIGNED)


@pytest.mark.parametrize("action", list(Action))
def test_nobody_without_a_post_may_do_anything(action):
    assert not decide(Actor(None), action, ASSIGNED).allowed
    assert not decide(Actor(ME), action, ASSIGNED).allowed


def test_the_reason_names_the_roles_that_may():
    reason = decide(holder(Role.HELPER), Action.ISSUE_CARD, ASSIGNED).reason
    assert ROLE_NAMES[Role.TOWNSHIP].zh in reason.zh
    assert ROLE_NAMES[Role.TOWNSHIP].en in reason.en


def test_the_reason_outside_the_own_area_tells_nothing_of_what_is_there():
    inside_role = decide(holder(Role.COUNTY), Action.READ_FILE, ELSEWHERE).reason
    assert inside_role == decide(holder(Role.COUNTY), Action.READ_FILE, Subject()).reason
    assert "范围" in inside_role.zh


def test_a_yes_names_the_role_by_which_it_is_given():
    both = Actor(ME, (Post(Role.VILLAGE, OWN), Post(Role.COUNTY, OWN)))
    assert ROLE_NAMES[Role.COUNTY].zh in decide(both, Action.DECIDE_STATUS, WITHIN).reason.zh


def test_an_area_post_without_an_area_reaches_nothing():
    assert not decide(Actor(ME, (Post(Role.COUNTY, ""),)), Action.READ_FILE, WITHIN).allowed


def test_readers_only_read():
    reading = {Action.SEE_OWN_PAGE, Action.LIST_HOUSEHOLDS, Action.READ_AREA, Action.READ_FILE, Action.EXPORT}
    assert {action for action, row in TABLE.items() if Role.AUDITOR in row} == reading
    assert {action for action, row in TABLE.items() if Role.INSPECTOR in row} == reading | {Action.INSPECT_ANSWER}


def test_whoever_sees_more_than_the_own_households_sits_at_a_desk():
    assert {role for row in TABLE.values() for role, scope in row.items() if scope is Scope.AREA} <= DESK_ROLES
