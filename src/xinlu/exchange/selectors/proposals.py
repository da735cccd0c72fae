"""What waits for a person's decision, and what was decided; with what stands on file of whom it is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xinlu.exchange.models import Proposal
from xinlu.people.access import Subject
from xinlu.people.models import Area
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.standing import standing_many

PLACES = ("place", "from")
"""Where a body names an area; `from` is a household instead where a person comes from another."""


@dataclass(frozen=True)
class OnRecord:
    """The households and places that some proposals speak of, as they stand today."""

    homes: dict[UUID, CurrentFile] = field(default_factory=dict)
    people: dict[UUID, list[MemberVersion]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def subject(self, household: UUID) -> Subject:
        """The household as access sees it; nobody's where it has no file."""
        home = self.homes.get(household)
        if home is None:
            return Subject()
        return Subject(area_path=home.path, helper_ids=frozenset({home.helper_id} if home.helper_id else ()))

    def person(self, household: UUID | None, member: str) -> MemberVersion | None:
        """The standing version of a person of the household, gone or not."""
        found = self.people.get(household, []) if household else []
        return next((each for each in found if str(each.member) == member), None)

    def living(self, household: UUID) -> list[MemberVersion]:
        """Who belongs to it."""
        return [each for each in self.people.get(household, []) if lives_there(each)]


def proposals_within(paths: Iterable[str]) -> QuerySet[Proposal]:
    """All proposals about places that lie in the areas of these paths."""
    within = Q(pk__in=())
    for path in paths:
        within |= Q(place__path__startswith=path)
    return Proposal.objects.filter(within).select_related("intake", "place", "decided_by")


def proposals_of(household: UUID) -> QuerySet[Proposal]:
    """All proposals about the household."""
    return Proposal.objects.filter(household=household).select_related("intake", "place", "decided_by")


def still_open(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those that nobody has decided, place by place and household by household."""
    return proposals.filter(outcome="").order_by("place__path", "household", "raised_at", "pk")


def decided(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those that somebody has, the last decided first."""
    return proposals.exclude(outcome="").order_by("-decided_at", "-pk")


def counts_by_kind(proposals: QuerySet[Proposal]) -> dict[str, int]:
    """How many there are of each kind."""
    return dict(proposals.order_by().values_list("kind").annotate(n=Count("pk")))


def body_of(proposal: Proposal) -> dict[str, Any]:
    """What the file says, and what is needed to carry it out."""
    found: dict[str, Any] = json.loads(proposal.body)
    return found


def elsewhere_of(body: dict[str, Any]) -> list[tuple[int, UUID, UUID]]:
    """Who of a waiting household is on file: its person's index, household and member."""
    return [
        (int(index), UUID(household), UUID(member))
        for index, found in body.get("elsewhere", {}).items()
        for household, member in found
    ]


def households_in(proposal: Proposal, body: dict[str, Any]) -> list[UUID]:
    """Every household that the proposal speaks of, its own first."""
    found = [proposal.household_id, *map(UUID, body.get("households", ()))]
    if "member" in body and "from" in body:
        found.append(UUID(body["from"]))
    found += [household for _, household, _ in elsewhere_of(body)]
    return list(dict.fromkeys(each for each in found if each is not None))


def on_record(spoken_of: Sequence[tuple[Proposal, dict[str, Any]]]) -> OnRecord:
    """What stands on file of all that these proposals speak of. A fixed number of queries."""
    ids = list(dict.fromkeys(each for proposal, body in spoken_of for each in households_in(proposal, body)))
    codes = {str(body[name]) for _, body in spoken_of for name in PLACES if isinstance(body.get(name), str)}
    members = standing_many(MemberVersion, ids)
    return OnRecord(
        homes=CurrentFile.objects.select_related("place").in_bulk(ids),
        people={each: standing_members(found) for each, found in members.items()},
        places=dict(Area.objects.filter(code__in=codes).values_list("code", "name")),
    )
