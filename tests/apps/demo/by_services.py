"""A life told through the services, one call after the other, each at its moment."""

from __future__ import annotations

from unittest.mock import patch

from xinlu.casework.drafts import Draft
from xinlu.casework.selectors.accounts import lines_of
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.answers import answer_line, answer_visit
from xinlu.casework.services.visits import record_visit
from xinlu.kernel import clock
from xinlu.kernel.periods import campaign_year
from xinlu.people.models import Area
from xinlu.recognition.grades import Channel
from xinlu.recognition.services import cards
from xinlu.registry.models import MemberVersion
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household, write_file
from xinlu.registry.services.members import write_member
from xinlu.registry.services.status import decide_status


def live(life, *, staff):
    """The household after all of its life; any Refusal of a service comes through."""
    clerk, township = staff[life.entered_by], staff[life.township]
    with clock.standing_at(life.at):
        household = enter_household(
            by=clerk,
            place=Area.objects.get(code=life.place),
            said_by=life.head,
            head=life.persons[0],
            members=life.persons[1:],
            facts=life.facts,
        )
        members = _members(household, life)
    for status in life.statuses:
        with clock.standing_at(status.at):
            decide_status(
                household, by=staff["county"], status=status.status, since=status.since, decision=status.decision
            )
    if life.helper:
        with clock.standing_at(life.at):
            assign_helper(household, by=township, helper=staff[life.helper], since=life.helper_since)
    card = _card(household, life.card, staff) if life.card else None
    if life.renewal:
        _renew(household, life, clerk, members)
    for account in life.accounts:
        _account(household, account, staff, members, card)
    for visit in life.visits:
        _visit(household, visit, staff, members, card)
    return household


def _members(household, life):
    by_name = {each.name: each for each in MemberVersion.objects.filter(household=household)}
    return [by_name[person["name"]] for person in life.persons]


def _card(household, made, staff):
    with (
        clock.standing_at(made.at),
        patch.object(cards, "_serial", lambda: made.serial),
        patch.object(cards.secrets, "token_urlsafe", lambda size: made.secret),
    ):
        card = cards.issue_card(household, by=staff[made.by]).card
    with clock.standing_at(made.handed_at):
        cards.hand_over_card(card, by=staff[made.handed_by], handed_to=made.handed_to, handed_on=made.handed_on)
    return card


def _renew(household, life, clerk, members):
    with clock.standing_at(life.renewal.at):
        write_file(household, by=clerk, said_by=life.head, **life.renewal.facts)
        for nth, schooling in life.renewal.schooling:
            write_member(
                household,
                by=clerk,
                said_by=life.head,
                member=members[nth].member,
                supersedes=members[nth].pk,
                schooling=schooling,
            )


def _account(household, made, staff, members, card):
    draft = Draft(campaign_year(made.year), made.heads, made.reckoned_on, made.lines)
    with clock.standing_at(made.at):
        account = write_account(household, by=staff[made.by], draft=draft, device=made.device)
    for line, answers in zip(lines_of(account), made.said, strict=True):
        for said in answers:
            with clock.standing_at(said.at):
                answer_line(household, line=line.pk, shown_digest=line.digest, **_saying(said, staff, members, card))


def _visit(household, made, staff, members, card):
    with clock.standing_at(made.at):
        visit = record_visit(
            household,
            by=staff[made.by],
            began_at=made.began_at,
            minutes=made.minutes,
            place=made.place,
            present=made.present,
            heard=made.heard,
            explained=made.explained,
            found={name: (what, words) for name, what, words in made.found},
            device=made.device,
        )
    if made.said:
        with clock.standing_at(made.said.at):
            answer_visit(
                household,
                visit=visit.pk,
                shown_digest=visit.digest,
                sat_down=made.said.sat_down,
                **_saying(made.said, staff, members, card),
            )


def _saying(said, staff, members, card):
    by_card = said.channel is Channel.CARD
    return {
        "answer": said.answer,
        "own_fen": said.own_fen,
        "words": said.words,
        "channel": said.channel,
        "device": said.device,
        "by": None if by_card else staff[said.by],
        "said_by": None if by_card else members[said.person].member,
        "card": card if by_card else None,
    }
