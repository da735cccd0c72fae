"""What happens once or seldom, told through the services one by one: corrections, forks, births, a hand-over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from xinlu.casework.models import IncomeAccount
from xinlu.casework.selectors.accounts import AccountView, account_view, current_account
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.answers import answer_line, take_back
from xinlu.casework.services.moving import move_household
from xinlu.demo.calendar import EPOCH, HANDED_OVER_ON, at, shifted
from xinlu.demo.drawing import phone_of
from xinlu.demo.layout import HANDS_OVER, LUKEWARM, TAKES_OVER, ZHOU, Story, number_of, numbers_of
from xinlu.demo.lives import Life
from xinlu.demo.names import id_number
from xinlu.demo.places import VILLAGES, group_code
from xinlu.income.kinds import Source, by_code
from xinlu.kernel import clock
from xinlu.pages.field.drafting import correcting
from xinlu.people.models import Area, User
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.selectors.cards import current_card
from xinlu.records.models import Household
from xinlu.registry.selectors.files import members_on
from xinlu.registry.services.assignments import hand_over
from xinlu.registry.services.members import member_leaves, write_member
from xinlu.registry.services.reading import note_reading

CORRECTED_EVERY = 4
"""Of the honest helpers' households that contested a line, one in so many had it put right and recognised."""

MOVED_TO = group_code(VILLAGES[1], 0)


@dataclass(frozen=True, slots=True)
class County:
    """What the happenings need: logins, households by number, and the lives that were written."""

    staff: dict[str, User]
    households: dict[str, Household]
    lives: Sequence[Life]

    def only(self, story: Story) -> Household:
        return self.households[numbers_of(story)[0]]


def let_happen(county: County) -> None:
    """Everything that is told one by one, in the order of the year."""
    _hand_over(county)
    _birth(county)
    _death(county)
    _marriage(county)
    _move(county)
    _withdrawal(county)
    _fork(county)
    _corrections(county)
    _readings(county)


def _hand_over(county: County) -> None:
    with clock.standing_at(at(HANDED_OVER_ON, 11)):
        hand_over(
            by=county.staff["township"],
            from_helper=county.staff[HANDS_OVER],
            to_helper=county.staff[TAKES_OVER],
            since=HANDED_OVER_ON,
            reason="调回县里，户都当面交给了接手的人",
        )


def _birth(county: County) -> None:
    household, born_on = county.only(Story.BIRTH), date(2026, 5, 9)
    with clock.standing_at(at(date(2026, 5, 20), 10)):
        son = next(each for each in members_on(household, clock.today()) if each.record.relation == "son")
        write_member(
            household,
            by=county.staff["village4"],
            said_by=son.name,
            name=f"{son.name[0]}小禾",
            sex="female",
            born_on=born_on,
            id_number=id_number(born_on, female=True, nth=0),
            relation="sons_daughter",
            ethnic_group=son.record.ethnic_group,
            schooling="before_school",
            health="healthy",
            labour="none",
            migrant_work=False,
            subsistence_allowance=son.record.subsistence_allowance,
            medical_insurance=True,
            pension_insurance=False,
            joined_on=born_on,
        )


def _death(county: County) -> None:
    household = county.only(Story.DEATH)
    with clock.standing_at(at(date(2026, 2, 12), 15)):
        members = members_on(household, clock.today())
        mother = next(each for each in members if each.record.relation == "mother")
        member_leaves(
            household,
            by=county.staff["village4"],
            said_by=members[0].name,
            member=mother.member,
            left_on=date(2026, 2, 7),
            why="died",
        )


def _marriage(county: County) -> None:
    household, born_on = county.only(Story.MARRIAGE), date(2001, 8, 16)
    with clock.standing_at(at(date(2026, 1, 22), 14)):
        members = members_on(household, clock.today())
        write_member(
            household,
            by=county.staff["village4"],
            said_by=members[0].name,
            name="潘晓燕",
            sex="female",
            born_on=born_on,
            id_number=id_number(born_on, female=True, nth=400),
            relation="daughter_in_law",
            ethnic_group="侗族",
            education="junior",
            schooling="not_in_school",
            health="healthy",
            labour="ordinary",
            migrant_work=False,
            subsistence_allowance=members[0].record.subsistence_allowance,
            medical_insurance=True,
            pension_insurance=True,
            joined_on=date(2026, 1, 18),
        )


def _move(county: County) -> None:
    household = county.only(Story.MOVE)
    with clock.standing_at(at(date(2026, 10, 30), 9)):
        head = members_on(household, clock.today())[0].name
        place = Area.objects.get(code=MOVED_TO)
        move_household(household, by=county.staff["township"], said_by=head, place=place, on=clock.today())


def _withdrawal(county: County) -> None:
    """She said of a line that it was not so or right, slept over it, and took it back."""
    household = county.only(Story.WITHDRAWN)
    view = _view(household)
    given = next(each.answer for each in view.lines if each.answer is not None)
    moment = max(given.received_at + timedelta(hours=20), given.received_at)
    with clock.standing_at(moment):
        take_back(
            household,
            recognition=given.record.pk,
            channel=Channel.CARD,
            device=given.record.device,
            card=current_card(household),
        )


def _fork(county: County) -> None:
    """Without a signal, helper and village desk both corrected the same version."""
    household = county.only(Story.FORK)
    account = _account(household)
    for login, hour, heads in ((ZHOU, 17, account.heads), ("village", 18, account.heads + 1)):
        draft = correcting(account)
        n = next(n for n, line in enumerate(draft.lines) if by_code()[line.kind].source is Source.PRODUCTION)
        line = draft.lines[n]
        less = replace(
            line,
            quantity_milli=None if line.quantity_milli is None else line.quantity_milli * hour // 20,
            amount_fen=None if line.amount_fen is None else line.amount_fen * hour // 20,
        )
        lines = (*draft.lines[:n], less, *draft.lines[n + 1 :])
        with clock.standing_at(at(date(2026, 11, 15), hour)):
            write_account(
                household,
                by=county.staff[login],
                draft=replace(draft, heads=heads, lines=lines, reckoned_on=date(2026, 11, 15)),
                device=phone_of(login),
            )


def _corrections(county: County) -> None:
    told = set(numbers_of(Story.CORRECTED))
    for nth, life in enumerate(county.lives):
        plain = nth >= len(told) and life.number not in _of_other_stories()
        if life.number in told or (plain and life.helper not in LUKEWARM and nth % CORRECTED_EVERY == 0):
            _correct(county, life)


def _of_other_stories() -> frozenset[str]:
    told = (story for story in Story if story not in (Story.PLAIN, Story.CORRECTED))
    return frozenset(number for story in told for number in numbers_of(story))


def _correct(county: County, life: Life) -> None:
    """The helper goes back, takes the household's figure for the first line that is not so, and it is recognised."""
    household = county.households[life.number]
    account = current_account(household)
    card = current_card(household)
    if account is None or account.period_end.year != EPOCH.year or card is None or not life.helper:
        return
    view = _view(household)
    wrong = next((n for n, each in enumerate(view.lines) if each.own_fen and each.own_fen > 0), None)
    if wrong is None:
        return
    said = view.lines[wrong].answer
    assert said is not None
    moment = min(said.received_at + timedelta(days=2, hours=3), at(shifted(EPOCH, -1), 17))
    day = moment.astimezone(clock.PLACE).date()
    draft = correcting(account)
    own = replace(draft.lines[wrong], quantity_milli=None, price_fen=None, amount_fen=view.lines[wrong].own_fen)
    login = TAKES_OVER if life.helper == HANDS_OVER else life.helper
    with clock.standing_at(moment):
        write_account(
            household,
            by=county.staff[login],
            draft=replace(draft, lines=(*draft.lines[:wrong], own, *draft.lines[wrong + 1 :]), reckoned_on=day),
            device=phone_of(login),
        )
    line = _view(household).lines[wrong].record
    with clock.standing_at(min(moment + timedelta(hours=5), at(EPOCH, 20))):
        answer_line(
            household,
            line=line.pk,
            shown_digest=line.digest,
            answer=Answer.RECOGNISED,
            channel=Channel.CARD,
            device=said.record.device or phone_of(life.number),
            card=card,
        )


def _readings(county: County) -> None:
    for login, hour in (("township", 9), ("county", 15)):
        with clock.standing_at(at(shifted(EPOCH, -2), hour, 12)):
            for order in (0, 1):
                note_reading(county.households[number_of(order)], reader=county.staff[login], page="desk:household")


def _account(household: Household) -> IncomeAccount:
    account = current_account(household)
    assert account is not None
    return account


def _view(household: Household) -> AccountView:
    view = account_view(household)
    assert view is not None
    return view
