"""After any history the derived rows equal a rebuild from the records alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.conftest import NOON
from apps.yang import make_yang
from xinlu.casework.models import HouseholdFigures
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.answers import answer_visit, take_back
from xinlu.casework.services.figures import rebuild_figures
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Found, Place
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.models import Recognition
from xinlu.registry.models import CurrentFile
from xinlu.registry.services.current import rebuild_current
from xinlu.registry.services.members import member_leaves

KINDS = ["rice", "chicken", "children", "kin", "pension", "cost"]

steps = st.lists(
    st.one_of(
        st.tuples(st.just("says"), st.sampled_from(KINDS), st.sampled_from(list(Answer)), st.integers(0, 200_000)),
        st.tuples(st.just("takes_back"), st.integers(0, 9)),
        st.tuples(st.just("corrects"), st.sampled_from(KINDS[2:5]), st.integers(0, 500_000)),
        st.tuples(st.just("visits"), st.booleans(), st.sampled_from([True, False, None])),
        st.tuples(st.just("leaves")),
        st.tuples(st.just("on_helpers_phone"), st.sampled_from(KINDS), st.sampled_from(list(Answer))),
    ),
    max_size=12,
)


def rows() -> list[dict]:
    return [
        *HouseholdFigures.objects.order_by("household").values(),
        *CurrentFile.objects.order_by("household").values(),
    ]


def live(yang, step) -> None:
    match step:
        case ("says", kind, answer, own):
            yang.says(kind, answer, own_fen=own if answer is Answer.CONTESTED else None)
        case ("takes_back", n):
            given_ = list(Recognition.objects.order_by("received_at", "pk"))
            if given_:
                take_back(
                    yang.household,
                    recognition=given_[n % len(given_)].pk,
                    channel=Channel.CARD,
                    device="the-family-phone",
                    card=yang.card,
                )
        case ("corrects", kind, amount):
            from xinlu.casework.selectors.accounts import current_account

            account = current_account(yang.household)
            write_account(yang.household, by=yang.helper, draft=yang.correction(account, **{kind: amount}))
        case ("visits", came, sat):
            visit = record_visit(
                yang.household,
                by=yang.helper,
                began_at=clock.now() - timedelta(hours=2),
                minutes=40,
                place=Place.HOME,
                present=["杨秀英"],
                found={"house": (Found.TROUBLE, "漏雨")},
            )
            answer_visit(
                yang.household,
                visit=visit.pk,
                shown_digest=visit.digest,
                answer=Answer.RECOGNISED if came else Answer.CONTESTED,
                sat_down=sat,
                channel=Channel.CARD,
                device="the-family-phone",
                card=yang.card,
            )
        case ("leaves",):
            member_leaves(
                yang.household,
                by=yang.township,
                said_by="杨秀英",
                member=yang.member("杨正明"),
                left_on=clock.today(),
                why="moved",
            )
        case ("on_helpers_phone", kind, answer):
            yang.says(
                kind, answer, channel=Channel.HELPER_DEVICE, by=yang.helper, said_by=yang.member("杨秀英"), card=None
            )


class AfterAnyHistory(TestCase):
    """Each example lives in a transaction of its own."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(history=steps)
    def test_the_rows_equal_their_rebuild(self, history):
        with clock.standing_at(NOON):
            yang = make_yang()
            yang.reckon()
            for minute, step in enumerate(history):
                with clock.standing_at(NOON + timedelta(minutes=minute)):
                    try:
                        live(yang, step)
                    except Refusal:
                        continue
            before = rows()
            rebuild_current()
            rebuild_figures()
            assert rows() == before


@pytest.mark.django_db
def test_a_row_that_was_tampered_with_is_seen_by_the_comparison(yang):
    yang.reckon()
    HouseholdFigures.objects.update(claimed_fen=1)
    before = rows()
    rebuild_figures()
    assert rows() != before
