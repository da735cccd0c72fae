"""Cards: what opens them, what shuts them, and how a wrong guess is held."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apps.conftest import NOON
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.recognition.models import Card, CardSecret
from xinlu.recognition.selectors.cards import current_card, open_card
from xinlu.recognition.services.cards import (
    card_of_secret,
    check_pictures,
    choose_pictures,
    hand_over_card,
    issue_card,
    revoke_card,
)

HERS = ["secret-sun", "secret-fish", "secret-boat"]
WRONG = ["secret-sun", "secret-fish", "secret-bell"]


def test_the_secret_opens_its_card_and_is_stored_nowhere(yang):
    assert card_of_secret(yang.secret) == yang.card
    stored = " ".join(str(value) for row in Card.objects.values() for value in row.values())
    assert yang.secret not in stored


def test_a_forged_secret_opens_nothing(yang):
    for forged in ("", "x", yang.secret[:-1], yang.secret.swapcase()):
        with pytest.raises(Refusal, match=r"card\.forged"):
            card_of_secret(forged)


def test_a_revoked_card_opens_nothing_and_says_so(yang):
    revoke_card(yang.card, by=yang.township, reason="丢了")
    with pytest.raises(Refusal, match=r"card\.revoked"):
        card_of_secret(yang.secret)
    assert open_card(yang.card.pk) is None and current_card(yang.household) is None
    with pytest.raises(Refusal, match="revoked_before"):
        revoke_card(yang.card, by=yang.township, reason="丢了")


def test_a_new_card_shuts_the_old_one(yang):
    fresh = issue_card(yang.household, by=yang.township)
    with pytest.raises(Refusal, match=r"card\.revoked"):
        card_of_secret(yang.secret)
    assert card_of_secret(fresh.secret) == fresh.card and fresh.card.supersedes == yang.card.pk


def test_an_expired_card_opens_nothing(yang):
    with clock.standing_at(NOON + timedelta(days=401)), pytest.raises(Refusal, match=r"card\.expired"):
        card_of_secret(yang.secret)
    with clock.standing_at(NOON + timedelta(days=400)):
        assert card_of_secret(yang.secret) == yang.card


def test_three_pictures_are_chosen_once_and_checked_in_any_order(yang):
    choose_pictures(yang.card, pictures=HERS)
    check_pictures(yang.card, pictures=HERS[::-1])
    with pytest.raises(Refusal, match="pictures_chosen"):
        choose_pictures(yang.card, pictures=WRONG)


@pytest.mark.parametrize(
    "pictures", [[], HERS[:2], [*HERS, "secret-bell"], ["secret-sun"] * 3, ["secret-sun", "x", "y"]]
)
def test_other_than_three_different_pictures_are_refused(yang, pictures):
    with pytest.raises(Refusal, match="three_pictures"):
        choose_pictures(yang.card, pictures=pictures)
    assert not CardSecret.objects.exists()


def test_five_wrong_tries_lock_the_card_for_a_while_even_for_the_right_pictures(yang):
    choose_pictures(yang.card, pictures=HERS)
    for _ in range(4):
        with pytest.raises(Refusal, match="pictures_wrong"):
            check_pictures(yang.card, pictures=WRONG)
    for pictures in (WRONG, HERS):
        with pytest.raises(Refusal, match=r"card\.locked"):
            check_pictures(yang.card, pictures=pictures)
    with clock.standing_at(NOON + timedelta(minutes=16)):
        check_pictures(yang.card, pictures=HERS)


def test_each_lock_lasts_twice_as_long_so_that_trying_all_takes_months(yang):
    choose_pictures(yang.card, pictures=HERS)
    now, locks = NOON, []
    for _ in range(12):
        with clock.standing_at(now):
            for _ in range(5):
                with pytest.raises(Refusal):
                    check_pictures(yang.card, pictures=WRONG)
        until = CardSecret.objects.get().locked_until
        locks.append(until - now)
        now = until + timedelta(seconds=1)
    assert locks[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(minutes=60)]
    assert locks[-1] == locks[-2] == timedelta(minutes=15 * 512)
    with clock.standing_at(now):
        check_pictures(yang.card, pictures=HERS)
        assert CardSecret.objects.get().locks == 0


def test_a_right_try_forgets_the_wrong_ones_before(yang):
    choose_pictures(yang.card, pictures=HERS)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(Refusal, match="pictures_wrong"):
                check_pictures(yang.card, pictures=WRONG)
        check_pictures(yang.card, pictures=HERS)


def test_handing_over_names_who_and_when(yang):
    with pytest.raises(Refusal, match="handed_to"):
        hand_over_card(yang.card, by=yang.township, handed_to=" ", handed_on=NOON.date())
    with pytest.raises(Refusal, match="handed_on"):
        hand_over_card(yang.card, by=yang.township, handed_to="杨秀英", handed_on=NOON.date() + timedelta(days=2))
