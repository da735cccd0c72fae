"""First accounts written at once stand as if each had been written by itself; where one cannot be, none is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.conftest import NOON
from apps.registry.drawn import TODAY, row_of
from apps.yang import make_yang
from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.models import AccountDraft, HouseholdFigures, IncomeAccount, IncomeLine
from xinlu.casework.services.accounts import keep_draft, write_account
from xinlu.casework.services.figures import rebuild_figures
from xinlu.casework.services.first_accounts import write_first_accounts
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.income.kinds import kinds
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.periods import campaign_year
from xinlu.records.models import Household, LedgerEntry
from xinlu.records.selectors import verify
from xinlu.records.services import append, compose, withdraw
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.registry.selectors.files import members_on
from xinlu.registry.selectors.members import people_on
from xinlu.registry.services.entering import NewHousehold, enter_households
from xinlu.registry.services.members import member_leaves, write_member

PLAIN = [each.code for each in kinds() if each.quantity is None]
COUNTED = [each.code for each in kinds() if each.quantity is not None]


@st.composite
def lines(draw, *, key: int):
    code = draw(st.sampled_from([*PLAIN, *COUNTED]))
    typed = {"key": str(key), "kind": code, "basis": draw(st.sampled_from(list(Basis)))}
    typed["title"] = draw(st.sampled_from(["", " 两头肥猪 ", "\U0002a6a5"]))
    if code in COUNTED and draw(st.booleans()):
        typed |= {"quantity_milli": draw(st.integers(0, 9_999_999)), "price_fen": draw(st.integers(0, 99_999))}
    else:
        typed["amount_fen"] = draw(st.integers(0, 9_000_000))
    spends = next(each.source.spends for each in kinds() if each.code == code)
    typed["cost_fen"] = 0 if spends else draw(st.integers(0, 90_000))
    return DraftLine(**typed)


@st.composite
def drafts(draw):
    listed = tuple(draw(lines(key=key)) for key in range(draw(st.integers(1, 4))))
    return Draft(
        period=campaign_year(draw(st.sampled_from([2025, 2026]))),
        heads=draw(st.integers(4, 9)),
        reckoned_on=TODAY - timedelta(days=draw(st.integers(0, 400))),
        lines=listed,
        note=draw(st.sampled_from(["", " 当面算的 "])),
    )


lives = st.sampled_from(["plain", "visited", "left", "came later", "corrected", "forked"])
several = st.lists(st.tuples(lives, drafts()), min_size=1, max_size=4)


class Hamlet:
    """Households of three people, entered some weeks ago, to some of which something has happened since."""

    def __init__(self, lived):
        with clock.standing_at(NOON - timedelta(days=14)):
            self.yang = make_yang()
            persons = [
                {"name": name, "relation": each} for name, each in (("甲", "head"), ("乙", "spouse"), ("丙", "son"))
            ]
            new = NewHousehold(self.yang.village, "村里", {}, persons)
            self.households = enter_households([new] * len(lived), by=self.yang.township)
        with clock.standing_at(NOON - timedelta(days=5)):
            for household, life in zip(self.households, lived, strict=True):
                self.live(household, life)

    def live(self, household, life):
        said = {"by": self.yang.township, "said_by": "村里"}
        person = MemberVersion.objects.get(household=household, relation="son")
        match life:
            case "visited":
                began = clock.now() - timedelta(hours=2)
                record_visit(
                    household, by=self.yang.helper, began_at=began, minutes=40, place=Place.HOME, present=["甲"]
                )
            case "left":
                member_leaves(household, **said, member=person.member, left_on=date(2026, 5, 1), why="moved")
            case "came later":
                write_member(household, **said, name="丁", relation="daughter", joined_on=date(2026, 5, 1))
            case "corrected":
                write_member(household, **said, member=person.member, health="chronic")
            case "forked":
                write_member(household, **said, member=person.member, left_on=date(2026, 5, 1), left_why="moved")
                write_member(household, **said, supersedes=person.pk, health="chronic")

    def accounts(self, typed) -> list[tuple[Household, Draft]]:
        return list(zip(self.households, typed, strict=True))

    def at_once(self, typed) -> list[IncomeAccount]:
        return write_first_accounts(self.accounts(typed), by=self.yang.helper, device="register")

    def one_by_one(self, typed) -> list[IncomeAccount]:
        accounts = self.accounts(typed)
        return [write_account(each, by=self.yang.helper, draft=draft, device="register") for each, draft in accounts]

    def stand(self, written) -> list[list[dict]]:
        """All that stands of the accounts written, but ids, salts and digests."""
        found = []
        for account in written:
            listed = [IncomeLine.objects.get(pk=line, digest=digest) for line, digest in account.lines]
            own = {"household": account.household}
            rows = [row_of(IncomeAccount.objects.get(pk=account.pk)), *map(row_of, listed)]
            rows[0].pop("lines")
            figures = HouseholdFigures.objects.get(**own)
            assert figures.account_id == account.pk
            shown = CurrentFile.objects.get(**own)
            ledger = sorted((row_of(each) for each in LedgerEntry.objects.filter(**own)), key=repr)
            rows += [row_of(figures) | {"account_id": None}, row_of(shown), *ledger]
            found.append(rows)
        return found


def undone(do):
    """What `do` returns, and afterwards nothing of what it wrote."""
    with transaction.atomic():
        found = do()
        transaction.set_rollback(True)
    return found


def counts() -> list[int]:
    return [model.objects.count() for model in (LedgerEntry, IncomeLine, IncomeAccount, HouseholdFigures)]


class WrittenAtOnce(TestCase):
    """Each example lives in a transaction of its own."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(drawn=several)
    def test_they_stand_as_if_each_had_been_written_by_itself(self, drawn):
        lived, typed = zip(*drawn, strict=True)
        hamlet = Hamlet(lived)
        with clock.standing_at(NOON):
            expected = undone(lambda: hamlet.stand(hamlet.one_by_one(typed)))
            written = hamlet.at_once(typed)
            assert hamlet.stand(written) == expected
            assert all(verify(record) for kind in (IncomeLine, IncomeAccount) for record in kind.objects.all())
            rows = list(HouseholdFigures.objects.order_by("household").values())
            rebuild_figures()
            kept = HouseholdFigures.objects.filter(household__in=hamlet.households)
            assert [row for row in rows if row["household_id"] in {each.pk for each in hamlet.households}] == list(
                kept.order_by("household").values()
            )

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(drawn=several, at=st.integers(0, 3), fault=st.integers(0, 11))
    def test_what_one_by_one_would_be_refused_first_is_refused_and_leaves_nothing(self, drawn, at, fault):
        lived, typed = zip(*drawn, strict=True)
        at %= len(typed)
        typed = [*typed[:at], faulty(typed[at], fault), *typed[at + 1 :]]
        hamlet = Hamlet(lived)
        with clock.standing_at(NOON):
            expected, place = None, ""
            for nth, each in enumerate(hamlet.accounts(typed)):
                try:
                    undone(lambda each=each: write_account(each[0], by=hamlet.yang.helper, draft=each[1]))
                except Refusal as refusal:
                    expected, place = refusal, f"accounts.{nth}"
                    break
            before = counts()
            with pytest.raises(Refusal) as refused:
                hamlet.at_once(typed)
            assert counts() == before
        assert expected is not None
        assert (refused.value.code, refused.value.words) == (expected.code, expected.words)
        assert refused.value.field.startswith(place)
        assert refused.value.field.removeprefix(place).endswith(expected.field)


def faulty(draft: Draft, fault: int) -> Draft:
    first, *others = draft.lines
    line = {
        0: {"amount_fen": None, "quantity_milli": None, "price_fen": None},
        1: {"kind": "gold"},
        2: {"cost_fen": -1},
        3: {"title": "字" * 61},
        4: {"title": "\x00"},
        5: {"amount_fen": 10**15, "quantity_milli": None, "price_fen": None},
    }
    account = {
        6: {"lines": ()}, 7: {"heads": 0}, 8: {"heads": 1}, 9: {"heads": 41},
        10: {"reckoned_on": TODAY + timedelta(days=1)}, 11: {"note": "\ud83d"},
    }  # fmt: skip
    if fault in account:
        return replace(draft, **account[fault])
    return replace(draft, lines=(*others, replace(first, **line[fault])))


@pytest.fixture
def hamlet(db, at_noon):
    return Hamlet(["plain", "plain"])


def draft(**changes) -> Draft:
    line = DraftLine(key="1", kind="pension", basis=Basis.SAID, amount_fen=192_000)
    return replace(Draft(period=campaign_year(2026), heads=3, reckoned_on=TODAY, lines=(line,)), **changes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"claimed_fen": 1},
        {"heads": 9},
        {"lines": 2},
        {"claimed_standing": ""},
        {"line_fen": 1},
        {"account_forked": True},
    ],
)
def test_figures_that_are_not_as_they_should_be_are_seen_by_the_comparison(hamlet, wrong):
    expected = undone(lambda: hamlet.stand(hamlet.one_by_one([draft(), draft()])))
    written = hamlet.at_once([draft(), draft()])
    assert hamlet.stand(written) == expected
    HouseholdFigures.objects.update(**wrong)
    assert hamlet.stand(written) != expected


@pytest.mark.parametrize("changes", [{"note": "x"}, {"heads": 4}, {"reckoned_on": TODAY - timedelta(days=1)}])
def test_an_account_written_otherwise_is_seen_by_the_comparison(hamlet, changes):
    expected = undone(lambda: hamlet.stand(hamlet.one_by_one([draft(), draft()])))
    assert hamlet.stand(hamlet.at_once([draft(), draft(**changes)])) != expected


def test_a_household_with_an_account_gets_no_first_one(hamlet):
    write_account(hamlet.households[1], by=hamlet.yang.helper, draft=draft())
    before = counts()
    with pytest.raises(Refusal) as refused:
        hamlet.at_once([draft(), draft(period=campaign_year(2025))])
    assert (refused.value.code, refused.value.field) == ("account.not_first", "accounts.1")
    assert counts() == before


def test_nor_does_one_whose_account_was_taken_back(hamlet):
    withdraw(write_account(hamlet.households[1], by=hamlet.yang.helper, draft=draft()), author=hamlet.yang.helper)
    with pytest.raises(Refusal, match=r"account\.not_first"):
        hamlet.at_once([draft(), draft()])


def test_no_household_has_two_first_accounts(hamlet):
    twice = [(hamlet.households[0], draft()), (hamlet.households[0], draft(period=campaign_year(2025)))]
    with pytest.raises(Refusal) as refused:
        write_first_accounts(twice, by=hamlet.yang.helper)
    assert (refused.value.code, refused.value.field) == ("account.not_first", "accounts.1")
    assert not IncomeAccount.objects.exists()


def test_a_correction_is_no_first_account(hamlet):
    account = write_account(hamlet.households[0], by=hamlet.yang.helper, draft=draft())
    with pytest.raises(Refusal, match=r"account\.not_first"):
        write_first_accounts([(hamlet.households[1], draft(based_on=account.pk))], by=hamlet.yang.helper)


def test_the_authors_drafts_are_dropped_and_nobody_elses(hamlet):
    for author in (hamlet.yang.helper, hamlet.yang.other_helper):
        keep_draft(hamlet.households[0], by=author, draft=draft())
    hamlet.at_once([draft(), draft()])
    assert [each.author for each in AccountDraft.objects.all()] == [hamlet.yang.other_helper]


def test_nothing_to_write_writes_nothing(hamlet):
    assert write_first_accounts([], by=hamlet.yang.helper) == []


def test_the_number_of_queries_does_not_grow_with_the_accounts(db, at_noon):
    def asked(many: int) -> int:
        own = enter_households([new] * many, by=hamlet.yang.township)
        typed = [(each, draft(reckoned_on=TODAY - timedelta(days=nth))) for nth, each in enumerate(own)]
        with CaptureQueriesContext(connection) as queries:
            write_first_accounts(typed, by=hamlet.yang.helper)
        return len(queries)

    hamlet = Hamlet([])
    new = NewHousehold(hamlet.yang.village, "村里", {}, [{"name": "甲", "relation": "head"}])
    asked(1)
    assert asked(250) <= asked(2) + 6 <= 26  # a second statement where more rows than one holds go into a table


def test_people_are_counted_as_the_file_of_each_day_has_them(db, at_noon):
    hamlet = Hamlet(["plain", "left", "came later", "corrected", "forked", "visited"])
    for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 11, 23)):
        days = {each.pk: day for each in hamlet.households}
        assert people_on(days) == {each.pk: len(members_on(each, day)) for each in hamlet.households}
    assert set(people_on({each.pk: date(2026, 5, 1) for each in hamlet.households}).values()) > {3}
    assert people_on({}) == {}


def test_of_a_person_in_two_versions_the_one_that_counts_is_counted(hamlet):
    household = hamlet.households[0]
    head = MemberVersion.objects.get(household=household, relation="head")
    said = {"household": household, "author": hamlet.yang.helper, "supersedes": head.pk, "member": head.member}
    for left_on in (date(2026, 1, 1), None):
        append(compose(MemberVersion, **said, said_by="村里", name="甲", relation="head", left_on=left_on))
    day = date(2026, 6, 1)
    assert people_on({household.pk: day}) == {household.pk: len(members_on(household, day))}
