"""Who may do what to whom: role x area x object, decided here alone, with a reason; the default is no.

Pure: it knows plain values only. `people.selectors` makes an Actor of a user, `registry.selectors` a Subject of a household.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from xinlu.kernel.words import Words
from xinlu.people.roles import ROLE_NAMES, Role


class Action(StrEnum):
    """What can be asked for. Every route names one of these; a route without one does not answer."""

    SEE_OWN_PAGE = "own_page.see"
    SEE_TODAY = "today.see"
    LIST_HOUSEHOLDS = "households.list"
    READ_AREA = "area.read"
    READ_FILE = "file.read"
    READ_ID_NUMBER = "id_number.read"
    ENTER_HOUSEHOLD = "household.enter"
    WRITE_FILE = "file.write"
    RECORD_VISIT = "visit.record"
    RECKON_ACCOUNT = "account.reckon"
    TAKE_ANSWER = "answer.take"
    INSPECT_ANSWER = "answer.inspect"
    SETTLE_FORK = "fork.settle"
    ASSIGN_HELPER = "helper.assign"
    DECIDE_STATUS = "status.decide"
    ISSUE_CARD = "card.issue"
    PRINT_ACCOUNT = "account.print"
    EXPORT = "table.export"
    IMPORT = "file.import"
    EXPLAIN_POLICY = "policy.explain"
    RECORD_BENEFIT = "benefit.record"
    SET_POLICY = "policy.set"
    PUBLISH_BOARD = "board.publish"
    MANAGE_USERS = "users.manage"
    ORDER_ERASURE = "erasure.order"


class Scope(StrEnum):
    """How far a role's permission reaches."""

    ASSIGNED = "assigned"  # households whose named helper the user is today
    AREA = "area"  # whatever lies within an area that the user answers for
    ANY = "any"  # not about an area at all


@dataclass(frozen=True, slots=True)
class Post:
    """A role held over an area today; `area_path` as in Area.path."""

    role: Role
    area_path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A user as access sees it: its id and its posts of today."""

    user_id: UUID | None
    posts: tuple[Post, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted upon: where it lies, and who answers for it today. Empty path: about no area."""

    area_path: str = ""
    helper_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and why, in words that can be shown."""

    allowed: bool
    reason: Words


_SIX = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY, Role.INSPECTOR, Role.AUDITOR)


def _area(*roles: Role) -> dict[Role, Scope]:
    return dict.fromkeys(roles, Scope.AREA)


TABLE: Mapping[Action, Mapping[Role, Scope]] = {
    Action.SEE_OWN_PAGE: dict.fromkeys(Role, Scope.ANY),
    Action.SEE_TODAY: {Role.HELPER: Scope.ANY},
    Action.LIST_HOUSEHOLDS: {Role.HELPER: Scope.ASSIGNED, **_area(*_SIX)},
    Action.READ_AREA: _area(*_SIX),
    Action.READ_FILE: {Role.HELPER: Scope.ASSIGNED, **_area(*_SIX)},
    Action.READ_ID_NUMBER: {Role.HELPER: Scope.ASSIGNED, **_area(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY)},
    Action.ENTER_HOUSEHOLD: _area(Role.VILLAGE, Role.TOWNSHIP),
    Action.WRITE_FILE: {Role.HELPER: Scope.ASSIGNED, **_area(Role.VILLAGE, Role.TOWNSHIP)},
    Action.RECORD_VISIT: {Role.HELPER: Scope.ASSIGNED, **_area(Role.VILLAGE)},
    Action.RECKON_ACCOUNT: {Role.HELPER: Scope.ASSIGNED, **_area(Role.VILLAGE)},
    Action.TAKE_ANSWER: {Role.HELPER: Scope.ASSIGNED, **_area(Role.VILLAGE)},
    Action.INSPECT_ANSWER: _area(Role.INSPECTOR),
    Action.SETTLE_FORK: {Role.HELPER: Scope.ASSIGNED, **_area(Role.VILLAGE, Role.TOWNSHIP)},
    Action.ASSIGN_HELPER: _area(Role.TOWNSHIP, Role.COUNTY),
    Action.DECIDE_STATUS: _area(Role.COUNTY),
    Action.ISSUE_CARD: _area(Role.TOWNSHIP),
    Action.PRINT_ACCOUNT: {Role.HELPER: Scope.ASSIGNED, **_area(Role.VILLAGE, Role.TOWNSHIP)},
    Action.EXPORT: {Role.HELPER: Scope.ASSIGNED, **_area(*_SIX)},
    Action.IMPORT: _area(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY),
    Action.EXPLAIN_POLICY: {Role.HELPER: Scope.ASSIGNED, **_area(Role.VILLAGE, Role.TOWNSHIP)},
    Action.RECORD_BENEFIT: {Role.HELPER: Scope.ASSIGNED, **_area(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY)},
    Action.SET_POLICY: _area(Role.COUNTY),
    Action.PUBLISH_BOARD: _area(Role.COUNTY),
    Action.MANAGE_USERS: {Role.OPERATOR: Scope.ANY},
    Action.ORDER_ERASURE: _area(Role.COUNTY),
}
"""The whole policy. One row an action; a role that does not stand in the row may not."""


def decide(actor: Actor, action: Action, subject: Subject = Subject()) -> Decision:
    """Whether `actor` may do `action` to `subject`, and the reason either way."""
    row = TABLE[action]
    for post in actor.posts:
        scope = row.get(post.role)
        if scope is not None and _reaches(scope, actor, post, subject):
            return Decision(True, Words("{role}可以", "{role} may").filled(role=ROLE_NAMES[post.role]))
    if not actor.roles & row.keys():
        may = [ROLE_NAMES[role] for role in row]
        return Decision(
            False,
            Words(
                "这件事要由{zh}来办".format(zh="、".join(words.zh for words in may)),
                "This is for: {en}".format(en=", ".join(words.en for words in may)),
            ),
        )
    return Decision(False, Words("不在您负责的范围内", "This lies outside what you answer for"))


def _reaches(scope: Scope, actor: Actor, post: Post, subject: Subject) -> bool:
    if scope is Scope.ANY:
        return True
    if scope is Scope.ASSIGNED:
        return actor.user_id is not None and actor.user_id in subject.helper_ids
    return bool(post.area_path) and subject.area_path.startswith(post.area_path)
