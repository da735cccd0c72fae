"""What lists and files disagree about, open and settled; with what stands on file today of whom it is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xinlu.exchange.models import Finding, FindingKind, Intake, IntakeKind
from xinlu.people.access import Subject
from xinlu.registry.models import CurrentFile, HouseholdFile, MemberVersion
from xinlu.registry.selectors.members import standing_members
from xinlu.registry.selectors.standing import standing_many


@dataclass(frozen=True)
class OnFile:
    """The households that some findings speak of, as they stand today."""

    homes: dict[UUID, CurrentFile] = field(default_factory=dict)
    files: dict[UUID, HouseholdFile] = field(default_factory=dict)
    people: dict[UUID, MemberVersion] = field(default_factory=dict)

    def subject(self, household: UUID) -> Subject:
        """The household as access sees it; nobody's where it has no file."""
        home = self.homes.get(household)
        if home is None:
            return Subject()
        return Subject(area_path=home.path, helper_ids=frozenset({home.helper_id} if home.helper_id else ()))

    def today(self, finding: Finding) -> Any:
        """What the file says today of the fact that the finding is about; None where it says nothing. Of a payment, what the
        rule said when the list came."""
        if finding.kind == FindingKind.PAID:
            return told_by(finding)["here"]
        if finding.member:
            return getattr(self.people.get(finding.member), finding.field, None)
        return getattr(self.files.get(finding.household_id), finding.field, None) if finding.household_id else None


def findings_within(paths: Iterable[str]) -> QuerySet[Finding]:
    """All findings about places that lie in the areas of these paths."""
    within = Q(pk__in=())
    for path in paths:
        within |= Q(place__path__startswith=path)
    return Finding.objects.filter(within).select_related("intake", "place", "decided_by")


def findings_of(household: UUID) -> QuerySet[Finding]:
    """All findings about the household."""
    return Finding.objects.filter(household=household).select_related("intake", "place", "decided_by")


def unsettled(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Those that nobody has settled, place by place and household by household."""
    return findings.filter(outcome="").order_by("place__path", "household", "raised_at", "pk")


def settled(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Those that somebody has, the last settled first."""
    return findings.exclude(outcome="").order_by("-decided_at", "-pk")


def counts_by(findings: QuerySet[Finding], what: str) -> dict[str, int]:
    """How many there are of each `kind`, or of each list's topic ("intake__topic")."""
    return dict(findings.order_by().values_list(what).annotate(n=Count("pk")))


def told_by(finding: Finding) -> dict[str, Any]:
    """Both sides and the source, and what is needed to settle it."""
    found: dict[str, Any] = json.loads(finding.body)
    return found


def candidates_of(body: dict[str, Any]) -> list[tuple[UUID, UUID, dict[str, Any]]]:
    """Who may be meant: household, member, and the evidence."""
    return [(UUID(each["household"]), UUID(each["member"]), each) for each in body.get("candidates", ())]


def on_file_of(spoken_of: Sequence[tuple[Finding, dict[str, Any]]]) -> OnFile:
    """What stands on file of all that these findings speak of. A fixed number of queries."""
    ids = {finding.household_id for finding, _ in spoken_of if finding.household_id}
    ids |= {household for _, body in spoken_of for household, _, _ in candidates_of(body)}
    files = standing_many(HouseholdFile, ids)
    members = standing_many(MemberVersion, ids)
    return OnFile(
        homes=CurrentFile.objects.select_related("place").in_bulk(ids),
        files={household: found[0] for household, found in files.items() if found},
        people={each.member: each for found in members.values() for each in standing_members(found)},
    )


def lists_within(paths: Iterable[str]) -> QuerySet[Intake]:
    """The lists brought in for areas that lie in those of these paths, newest first; what each said is left unread."""
    within = Q(pk__in=())
    for path in paths:
        within |= Q(area__path__startswith=path)
    found = Intake.objects.filter(within, kind=IntakeKind.LIST)
    return found.select_related("area", "by").defer("said").order_by("-received_at", "-pk")
