"""What the demo county knows of policies: its own rates, what was asked at home, payments, and whether they came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from uuid import UUID

from xinlu.demo.calendar import EPOCH, NEW_LINE_FROM, at, shifted
from xinlu.demo.happenings import County
from xinlu.demo.places import COUNTY
from xinlu.entitlement.models import BenefitStep, OwedPolicy, StatedFact
from xinlu.entitlement.services.benefits import answer_payment
from xinlu.entitlement.services.explaining import Understood, record_explanation
from xinlu.entitlement.services.looking import look_at, look_through
from xinlu.entitlement.services.rules import set_policy_value
from xinlu.entitlement.steps import Step, period_of
from xinlu.kernel import clock
from xinlu.people.models import Area, User
from xinlu.policy.answers import State
from xinlu.policy.terms import Value
from xinlu.practice.vocabulary import Schooling
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.selectors.cards import current_card
from xinlu.records.models import Household, Record
from xinlu.records.services import append_all, compose
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.registry.selectors.files import members_on
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.standing import standing_many

_SOURCE = "月岭县民政局〔2026〕1 号（演示用，虚构）"
_VALUES: tuple[tuple[str, Value], ...] = (
    ("allowance_line_month_fen", 67_000),
    ("allowance_pays_difference", True),
    ("disability_living_month_fen", 9_000),
)
ASKED_OF_TEN = 7
"""Of ten households so many were asked what the file does not say."""
PAID_ON = date(2026, 11, 5)
SAID_OF_TEN = 6
DENIED_EVERY = 7
"""Of the households that said whether the allowance came, one in so many says that it did not, or not all of it."""
EXPLAINED_EVERY = 12


def let_policies_happen(county: County, *, seed: int) -> None:
    """Everything about policies, after the county's year is written."""
    drawn = Random(f"{seed}:policies")
    place = Area.objects.get(code=COUNTY)
    with clock.standing_at(at(NEW_LINE_FROM, 9)):
        for name, value in _VALUES:
            set_policy_value(
                by=county.staff["county"],
                area=place,
                name=name,
                value=value,
                effective_from=NEW_LINE_FROM,
                source=_SOURCE,
            )
    rows = list(CurrentFile.objects.select_related("helper").order_by("path", "household"))
    with clock.standing_at(at(shifted(EPOCH, -40), 11)):
        append_all(list(_stated(rows, drawn)))
    look_through(place, by=county.staff["county"])
    with clock.standing_at(at(shifted(PAID_ON, 2), 9)):
        payments = list(_payments(drawn, by=county.staff["county"]))
        append_all(payments)
    _households_say(payments, drawn)
    look_at([Household(pk=each.household_id) for each in payments])
    _explained(rows)


def _stated(rows: list[CurrentFile], drawn: Random) -> Iterator[Record]:
    """What helpers asked at home and the file has no field for."""
    asked = [row for row in rows if row.helper and drawn.randrange(10) < ASKED_OF_TEN]
    members = standing_many(MemberVersion, [row.household_id for row in asked])
    for row in asked:
        household = Household(pk=row.household_id)
        yield _fact(household, row, "has_other_assets", "yes" if drawn.randrange(12) == 0 else "no")
        yield _fact(household, row, "sudden_event", "yes" if drawn.randrange(15) == 0 else "no")
        for person in standing_members(members[row.household_id]):
            if lives_there(person) and person.schooling in (Schooling.PRIMARY, Schooling.JUNIOR):
                boards = "yes" if person.schooling == Schooling.JUNIOR or drawn.randrange(2) else "no"
                yield _fact(household, row, "boards_at_school", boards, member=person.member)


def _fact(household: Household, row: CurrentFile, fact: str, value: str, member: UUID | None = None) -> StatedFact:
    return compose(
        StatedFact,
        household=household,
        author=row.helper,
        fact=fact,
        member=member,
        value=value,
        said_by=row.head_name,
    )


def _payments(drawn: Random, *, by: User) -> Iterator[BenefitStep]:
    """The allowance, as the county says that it paid it to most of those who are entitled."""
    owed = OwedPolicy.objects.filter(policy="subsistence_allowance", answer=str(State.ENTITLED)).order_by(
        "path", "household"
    )
    for n, row in enumerate(owed.exclude(amount_fen=None).exclude(amount_fen=0)):
        step = Step.PAID if drawn.randrange(5) else Step.APPLIED
        yield compose(
            BenefitStep,
            household=Household(pk=row.household_id),
            author=by,
            policy=row.policy,
            period=period_of(PAID_ON, per="year"),
            step=str(step),
            amount_fen=row.amount_fen if step is Step.PAID else None,
            happened_on=PAID_ON,
            source=f"月岭县 11 月低保发放表 第 {n + 2} 行（演示用，虚构）",
            note="",
        )


def _households_say(payments: list[BenefitStep], drawn: Random) -> None:
    """Some say with their card whether it came; one in a few says that it did not."""
    paid = [each for each in payments if each.step == Step.PAID]
    said = [each for each in paid if drawn.randrange(10) < SAID_OF_TEN]
    with clock.standing_at(at(shifted(PAID_ON, 9), 18)):
        for n, payment in enumerate(said):
            household = Household.objects.get(pk=str(payment.household_id))
            card = current_card(household)
            if card is None:
                continue
            denies = n % DENIED_EVERY == 0
            answer_payment(
                household,
                payment=payment.pk,
                shown_digest=payment.digest,
                answer=Answer.CONTESTED if denies else Answer.RECOGNISED,
                own_fen=(payment.amount_fen or 0) // 200 * 100 if denies else None,
                channel=Channel.CARD,
                device=f"a-phone-of-{payment.household_id}",
                card=card,
            )


def _explained(rows: list[CurrentFile]) -> None:
    """Helpers explained the allowance to some, and asked back."""
    with clock.standing_at(at(shifted(EPOCH, -6), 15)):
        for n, row in enumerate(rows):
            if row.helper is None or n % EXPLAINED_EVERY:
                continue
            household = Household.objects.get(pk=row.household_id)
            understood = Understood.NO if n % 5 == 0 else Understood.YES
            record_explanation(
                household,
                by=row.helper,
                policy="subsistence_allowance",
                told_to=members_on(household, clock.today())[0].name,
                understood=understood,
                words="到乡里民政办，带户口簿。" if understood is Understood.YES else "不晓得要带哪样。",
            )
