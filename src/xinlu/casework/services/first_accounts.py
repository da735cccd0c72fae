"""Writing the first accounts of many households at once: the records and figures that `write_account` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from xinlu.casework.drafts import Draft
from xinlu.casework.models import AccountDraft, HouseholdFigures, IncomeAccount, IncomeLine, Visit
from xinlu.casework.services.accounts import account_fields, check_draft, check_people, line_fields, reckoned_line
from xinlu.casework.services.figures import Places, household_columns, refresh_figures_of
from xinlu.casework.services.listing import show_in_lists
from xinlu.income.answers import Answer, AnsweredLine
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.records.services.new_records import NewRecords, placed
from xinlu.records.services.storing import Frozen, insert_records, insert_rows, mark_stored
from xinlu.registry.selectors.members import people_on


@transaction.atomic
def write_first_accounts(
    accounts: Sequence[tuple[Household, Draft]], *, by: User, device: str = ""
) -> list[IncomeAccount]:
    """The drafts as first accounts of their households, in their order; all or none, in a fixed number of queries.

    Some thousands at most. Refusals are those of `write_account`, and one for a household that has an account already;
    they name where: "accounts.3.lines.0.amount".
    """
    known = _known_of(accounts)
    composed = compose_first_accounts(accounts, known=known, by=by, device=device)
    insert_records(composed.records)
    mark_stored(composed.accounts)
    insert_rows(HouseholdFigures, composed.figures)
    show_in_lists([each["household_id"] for each in composed.figures])
    refresh_figures_of([household.pk for household, _ in accounts if household.pk in known.have_more])
    AccountDraft.objects.filter(household__in=[household.pk for household, _ in accounts], author=by).delete()
    return composed.accounts


@dataclass(frozen=True, slots=True)
class Known:
    """What must be known of households, by their ids: the paths of their areas, how many people belong to each on the day
    of reckoning, which have an account already, and of which more is known (figures, visits)."""

    paths: Mapping[UUID, str]
    people: Mapping[UUID, int]
    have_one: frozenset[UUID] = frozenset()
    have_more: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class ComposedAccounts:
    """First accounts that nothing keeps from being stored: their records frozen, and rows of figures by column (but of
    households of which more is known: theirs are reckoned from what is stored)."""

    accounts: list[IncomeAccount]
    records: list[Frozen]
    figures: list[dict[str, Any]]


def compose_first_accounts(
    accounts: Sequence[tuple[Household, Draft]], *, known: Known, by: User, device: str = ""
) -> ComposedAccounts:
    """What `write_first_accounts` stores, with its refusals. Nothing is written here."""
    writing = _Writing(known, by=by, device=device)
    for nth, (household, draft) in enumerate(accounts):
        writing.take(household, draft, place=f"accounts.{nth}")
    return writing.composed()


def _known_of(accounts: Sequence[tuple[Household, Draft]]) -> Known:
    asked = Household.objects.filter(pk__in=[household.pk for household, _ in accounts])
    if connection.features.has_select_for_update:
        # Two first accounts at once would each find none: whoever comes second waits here.
        list(asked.select_for_update().order_by("pk").values_list("pk"))
    found = list(
        asked.annotate(
            has_one=Exists(IncomeAccount.objects.filter(household=OuterRef("pk"))),
            has_more=Exists(HouseholdFigures.objects.filter(household=OuterRef("pk")))
            | Exists(Visit.objects.filter(household=OuterRef("pk"))),
        ).values_list("pk", "current__path", "has_one", "has_more")
    )
    return Known(
        paths={household: path or "" for household, path, _, _ in found},
        people=people_on({household.pk: draft.reckoned_on for household, draft in accounts}),
        have_one=frozenset(household for household, _, has_one, _ in found if has_one),
        have_more=frozenset(household for household, _, _, has_more in found if has_more),
    )


class _Writing:
    def __init__(self, known: Known, *, by: User, device: str) -> None:
        self._known = known
        self._have_one = set(known.have_one)
        self._places = Places(known.paths.values())
        self._records = NewRecords(author=by, device=device)
        self._written: list[_Written] = []

    def take(self, household: Household, draft: Draft, *, place: str) -> None:
        """Draw up one account; Refusal as `write_first_accounts`."""
        try:
            self._take(household, draft, place=place)
        except Refusal as refusal:
            self._records.freeze()  # where one before it cannot be stored, that one is told of
            raise placed(refusal, place) from None

    def _take(self, household: Household, draft: Draft, *, place: str) -> None:
        check_draft(draft)
        check_people(draft, people=self._known.people[household.pk])
        if draft.based_on is not None or household.pk in self._have_one:
            words = Words(
                "这户已经有一本账了。要改，打开那一本接着改",
                "This household has an account already. To change it, open that one and go on from there",
            )
            raise Refusal("account.not_first", words)
        self._have_one.add(household.pk)
        lines: list[IncomeLine] = []
        answered: list[AnsweredLine] = []
        for nth, typed in enumerate(draft.lines):
            within = f"lines.{nth}"
            try:
                reckoned = reckoned_line(typed)
            except Refusal as refusal:
                raise placed(refusal, within) from None
            answered.append(AnsweredLine(reckoned, Answer.UNANSWERED))
            fields = line_fields(typed, reckoned)
            lines.append(self._records.draw_up(IncomeLine, household=household, told_of=f"{place}.{within}", **fields))
        fields = account_fields(draft, listed=[])
        account = self._records.draw_up(IncomeAccount, household=household, told_of=place, **fields)
        self._written.append(_Written(account, lines, answered))

    def composed(self) -> ComposedAccounts:
        """What was taken."""
        self._records.freeze(IncomeLine)
        for written in self._written:
            written.account.lines = [[str(line.pk), line.digest] for line in written.lines]
        return ComposedAccounts(
            accounts=[each.account for each in self._written],
            records=self._records.frozen(),
            figures=[
                self._figures(each) for each in self._written if each.account.household_id not in self._known.have_more
            ],
        )

    def _figures(self, written: _Written) -> dict[str, Any]:
        household = written.account.household_id
        assert household is not None
        place = self._places.at(self._known.paths.get(household, ""))
        columns = household_columns(written.account, lines=written.answered, place=place)
        return {"household_id": household, **columns}


@dataclass(frozen=True, slots=True)
class _Written:
    account: IncomeAccount
    lines: Sequence[IncomeLine]
    answered: Sequence[AnsweredLine]
