"""After any history of the services the derived row of a household equals a rebuild from the records alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.conftest import NOON
from apps.yang import area, make_yang
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.people.roles import Level
from xinlu.practice.vocabulary import Relation
from xinlu.records.selectors import current
from xinlu.records.services import settle_fork, withdraw
from xinlu.registry.models import Assignment, CurrentFile, HouseholdFile, MemberVersion, Status
from xinlu.registry.selectors.files import file_of
from xinlu.registry.services.assignments import assign_helper, hand_over
from xinlu.registry.services.current import rebuild_current, refresh_current
from xinlu.registry.services.households import move_household, write_file
from xinlu.registry.services.members import member_leaves, name_head, write_member
from xinlu.registry.services.status import decide_status

some = st.integers(0, 30)
days = st.integers(0, 900).map(lambda ago: date(2026, 11, 23) - timedelta(days=ago))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("writes"), some, st.sampled_from(["tap", "river", "rain"])),
        st.tuples(st.just("enters"), st.sampled_from(["曾小妹", "单于", "Li"]), st.sampled_from(["head", "daughter"])),
        st.tuples(st.just("corrects"), some, st.sampled_from(["healthy", "chronic"])),
        st.tuples(st.just("leaves"), some, days),
        st.tuples(st.just("heads"), some),
        st.tuples(st.just("moves"), st.booleans(), days),
        st.tuples(st.just("assigns"), st.sampled_from(["helper", "other_helper", None]), days),
        st.tuples(st.just("hands_over"), days),
        st.tuples(st.just("decides"), st.sampled_from(["registered", "exited", "ordinary"]), days),
        st.tuples(st.just("settles"), some),
        st.tuples(st.just("takes_back"), some),
    ),
    max_size=16,
)


def rows() -> list[dict]:
    return list(CurrentFile.objects.order_by("household").values())


def live(yang, village, step) -> None:
    said = {"by": yang.township, "said_by": "杨秀英"}
    household = yang.household
    match step:
        case ("writes", n, water):
            write_file(household, **said, supersedes=_any(HouseholdFile, household, n), water=water)
        case ("enters", name, relation):
            write_member(household, **said, name=name, relation=relation)
        case ("corrects", n, health):
            write_member(household, **said, supersedes=_any(MemberVersion, household, n), health=health)
        case ("leaves", n, day):
            member_leaves(household, **said, member=_person(household, n), left_on=day, why="moved")
        case ("heads", n):
            name_head(household, **said, member=_person(household, n), former_is=Relation.OTHER)
        case ("moves", back, day):
            move_household(household, **said, place=yang.village if back else village, on=day)
        case ("assigns", helper, day):
            assign_helper(household, by=yang.township, helper=helper and getattr(yang, helper), since=day)
        case ("hands_over", day):
            hand_over(by=yang.township, from_helper=yang.helper, to_helper=yang.other_helper, since=day)
        case ("decides", status, day):
            decide_status(household, by=yang.county_desk, status=status, since=day, decision="县会")
        case ("settles", n):
            view = file_of(household)
            if view and view.rivals:
                kept, set_aside = view.rivals[n % len(view.rivals)][:2][:: 1 if n % 2 else -1]
                settle_fork(kept, set_aside=set_aside, author=yang.township)
                refresh_current(household)
        case ("takes_back", n):
            standing = [each for kind in (Assignment, Status, MemberVersion) for each in current(kind, household)]
            withdraw(standing[n % len(standing)], author=yang.township)
            refresh_current(household)


def _any(kind, household, n):
    """Some version, current or long superseded."""
    found = list(kind.objects.filter(household=household).order_by("received_at", "pk"))
    return found[n % len(found)].pk


def _person(household, n):
    found = list(MemberVersion.objects.filter(household=household).order_by("received_at", "pk"))
    return found[n % len(found)].member


class AfterAnyHistory(TestCase):
    """Each example lives in a transaction of its own."""

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(history=steps)
    def test_the_row_equals_its_rebuild(self, history):
        with clock.standing_at(NOON):
            yang = make_yang()
            village = area("522699101202", "岩脚村", Level.VILLAGE, yang.village.parent)
        for minute, step in enumerate(history, start=1):
            with clock.standing_at(NOON + timedelta(minutes=minute)):
                try:
                    live(yang, village, step)
                except Refusal:
                    continue
        before = rows()
        CurrentFile.objects.all().delete()
        rebuild_current()
        assert rows() == before


@pytest.mark.parametrize(
    "wrong", [{"people": 9}, {"helper": None}, {"forked": True}, {"status": "exited"}, {"pinyin": "x"}]
)
def test_a_row_that_was_tampered_with_is_seen_by_the_comparison(yang, wrong):
    CurrentFile.objects.update(**wrong)
    before = rows()
    rebuild_current()
    assert rows() != before
