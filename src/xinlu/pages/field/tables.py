"""What the page of the table shows: the draft reckoned, the chips of kinds, the entry that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from xinlu.casework.drafts import Draft
from xinlu.casework.selectors.accounts import kinds_used_in
from xinlu.income.kinds import Kind, Source, kind, offered_kinds
from xinlu.kernel import clock
from xinlu.pages.field import drafting
from xinlu.pages.field.forms import lines
from xinlu.pages.field.reckoning import Table, previous_of, table_of
from xinlu.pages.field.sentences import said_span
from xinlu.pages.requests import StaffRequest
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.files import members_on

FIRST_KINDS = 9


@dataclass(frozen=True, slots=True)
class Offered:
    """The kinds on offer: first those that this village uses, then the quick ones; the others by source."""

    first: Sequence[Kind]
    others: Sequence[tuple[Source, Sequence[Kind]]]


def table_context(request: StaffRequest, draft: Draft) -> dict[str, Any]:
    """The page of the table without an entry."""
    row = CurrentFile.objects.values("head_name", "village").get(household=request.household)
    table = table_of(request.household, draft)
    find = request.GET.get("find", "")
    in_the_way = drafting.stands_in_the_way(request.household, draft)
    return {
        "name": row["head_name"],
        "draft": draft,
        "table": table,
        "registered": len(members_on(request.household, clock.today())),
        "span": said_span(draft.period),
        "offered": offered(kinds_used_in(row["village"], limit=FIRST_KINDS), find=find),
        "find": find,
        "rival": in_the_way,
        "head": {"heads": draft.heads, "note": draft.note},
        "entry": None,
    }


def entry_context(draft: Draft, table: Table, typed: QueryDict | None) -> dict[str, Any]:
    """The entry that is open, if any; Refusal for an unknown kind."""
    if typed is None:
        return {}
    of_kind = lines.kind_of(typed)
    standing = drafting.line_of(draft, typed.get("key", ""))
    shown = next((each for each in table.lines if each.typed is standing), None) if standing else None
    return {
        "entry": of_kind,
        "typed": typed,
        "bases": lines.bases(typed),
        "replaces": shown,
        "seen": typed.get("seen", drafting.fingerprint(standing)),
        "previous": previous_of(table.previous, of_kind.code),
        "grown": table.grown(of_kind.code),
    }


def offered(used: Sequence[str], *, find: str = "") -> Offered:
    """The kinds to choose from; with `find` the others are those whose name holds it."""
    first = [each for code in used if not (each := kind(code)).whole]
    first += [each for each in offered_kinds() if each.quick and each not in first]
    first = first[: max(FIRST_KINDS, len(used))]
    sought = find.strip().lower()
    rest = [each for each in offered_kinds() if _matches(each, sought)] if sought else offered_kinds()
    grouped = [(source, [each for each in rest if each.source is source]) for source in Source]
    return Offered(first, [(source, found) for source, found in grouped if found])


def _matches(each: Kind, sought: str) -> bool:
    return sought in each.name.zh or sought in each.name.en.lower()
