"""A household's history in words: one item a record, with a household's answers of one sitting told together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xinlu.casework.models import IncomeAccount, IncomeLine, Visit
from xinlu.casework.selectors.history import LineChange, Moment
from xinlu.casework.visits import PLACE_NAMES, Place
from xinlu.entitlement.models import BenefitStep, Explanation
from xinlu.income.kinds import kind as kind_of_line
from xinlu.kernel import clock
from xinlu.kernel.money import yuan
from xinlu.pages.days import day_said
from xinlu.pages.desk.facts import differences, shown
from xinlu.pages.desk.policy_histories import POLICY_TELLERS, PolicyNames
from xinlu.pages.desk.rows import status_names
from xinlu.pages.templatetags.look import said
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Graded

SAME_SITTING = timedelta(hours=3)
UNTOLD_DELAY = timedelta(minutes=2)
"""Between writing and receiving: less is the way through the wire, and not worth a line."""


@dataclass
class Item:
    """One item: who, what, and beneath it what changed, what was said, and by which ids it can be found again."""

    who: str
    what: str
    made_at: datetime
    received_at: datetime
    ids: list[tuple[str, str]]
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)
    graded: Graded | None = None
    forked: bool = False
    withdrawn: bool = False
    set_aside: bool = False
    sitting: tuple[object, ...] | None = None

    @property
    def came_late(self) -> bool:
        """Whether it was received noticeably later than it was written."""
        return self.received_at - self.made_at > UNTOLD_DELAY


def items_of(moments: Iterable[Moment]) -> list[Item]:
    """The moments as items, in their order."""
    items: list[Item] = []
    open_sittings: dict[tuple[object, ...], Item] = {}
    found = list(moments)
    names = PolicyNames(found)
    for moment in found:
        item = _item(moment, names)
        last = open_sittings.get(item.sitting) if item.sitting else None
        if last and last.made_at - item.made_at < SAME_SITTING:
            _join(last, item)
            continue
        items.append(item)
        if item.sitting:
            open_sittings[item.sitting] = item
    for item in items:
        if item.sitting:
            item.marks = _counted(item.marks, SAID_OF.get(str(item.sitting[-1]), LINES_SAID))
    return items


def line_name(line: IncomeLine) -> str:
    """What a line is called."""
    return line.title or said(kind_of_line(line.kind).name)


def _item(moment: Moment, names: PolicyNames) -> Item:
    record = moment.record
    ids = [(str(moment.entry.pk)[-6:], moment.entry.digest[:12])]
    if record is None:
        what = _("This record was erased; its id and digest remain.")
        return Item("", what, moment.made_at, moment.entry.received_at, ids)
    teller = TELLERS.get(record.KIND)
    item = Item(
        who=_who(record),
        what=teller(moment) if teller else _of_policy(moment, names),
        made_at=record.made_at,
        received_at=record.received_at,
        ids=ids,
        forked=moment.rivals > 0 and not moment.set_aside,
        withdrawn=moment.withdrawn,
        set_aside=moment.set_aside,
    )
    if record.KIND in ("household_file", "member") and moment.before:
        item.changes = differences(moment.before, record, moment.changed)
    if isinstance(record, IncomeAccount):
        item.changes = [_line_change(each) for each in moment.lines]
    if record.KIND == "recognition":
        _tell_answer(item, moment, names)
    if isinstance(record, Visit) and record.heard:
        item.quotes = [record.heard]
    if isinstance(record, Explanation):
        item.marks, item.quotes = [names.understood(record)], [record.words] if record.words else []
    return item


def _of_policy(moment: Moment, names: PolicyNames) -> str:
    record: Any = moment.record
    teller = POLICY_TELLERS.get(record.KIND)
    return teller(moment, names) if teller else record.KIND


def _who(record: Any) -> str:
    if record.KIND == "recognition" and record.said_by_name:
        return str(record.said_by_name)
    return record.author.name if record.author else _("The household")


def _tell_answer(item: Item, moment: Moment, names: PolicyNames) -> None:
    record: Any = moment.record
    item.graded = moment.answer.graded if moment.answer else None
    grade = item.graded.grade if item.graded else None
    item.sitting = (record.channel, record.author_id, record.said_by, grade, moment.withdrawn, record.target_kind)
    marks = {Answer.RECOGNISED: "yes", Answer.CONTESTED: "no", Answer.UNSURE: "wait"}
    item.marks = [(marks[Answer(record.answer)], "")]
    if record.answer == Answer.CONTESTED and isinstance(moment.target, IncomeLine):
        line = moment.target
        own = yuan(abs(record.own_fen)) if record.own_fen is not None else _("another amount")
        item.changes = [(line_name(line), yuan(abs(line.income_fen - line.cost_fen)), own)]
    if isinstance(moment.target, BenefitStep):
        item.changes = [names.answered(moment.target, record)]
    if record.words:
        item.quotes = [record.words]


def _join(into: Item, item: Item) -> None:
    into.ids += item.ids
    into.marks += item.marks
    into.changes += item.changes
    into.quotes += item.quotes
    into.made_at = min(into.made_at, item.made_at)


def _counted(marks: list[tuple[str, str]], words: dict[str, Callable[[int], str]]) -> list[tuple[str, str]]:
    counts = {kind: sum(each == kind for each, _words in marks) for kind in ("yes", "no", "wait")}
    return [(kind, words[kind](n) % {"n": n}) for kind, n in counts.items() if n]


LINES_SAID: dict[str, Callable[[int], str]] = {
    "yes": lambda n: ngettext("%(n)s recognised", "%(n)s recognised", n),
    "no": lambda n: ngettext("%(n)s contested", "%(n)s contested", n),
    "wait": lambda n: ngettext("%(n)s not remembered", "%(n)s not remembered", n),
}
VISITS_SAID: dict[str, Callable[[int], str]] = {
    "yes": lambda n: ngettext("%(n)s visit took place", "%(n)s visits took place", n),
    "no": lambda n: ngettext("%(n)s visit did not take place", "%(n)s visits did not take place", n),
    "wait": lambda n: ngettext("%(n)s visit not remembered", "%(n)s visits not remembered", n),
}
PAYMENTS_SAID: dict[str, Callable[[int], str]] = {
    "yes": lambda n: ngettext("%(n)s payment came", "%(n)s payments came", n),
    "no": lambda n: ngettext(
        "%(n)s payment did not come, or not that much", "%(n)s payments did not come, or not that much", n
    ),
    "wait": lambda n: ngettext("%(n)s payment not remembered", "%(n)s payments not remembered", n),
}
SAID_OF = {"visit": VISITS_SAID, "benefit_step": PAYMENTS_SAID}
"""What answers to each kind of record are counted as; those to lines and accounts by LINES_SAID."""


def _line_change(change: LineChange) -> tuple[str, str, str]:
    line = change.after or change.before
    assert line is not None
    before, after = (yuan(each.income_fen - each.cost_fen) if each else "—" for each in (change.before, change.after))
    return line_name(line), before, after


def _file(moment: Moment) -> str:
    return _("changed the household file") if moment.before else _("entered the household")


def _member(moment: Moment) -> str:
    record: Any = moment.record
    if not moment.before:
        return _("wrote down %(name)s (%(relation)s)") % {
            "name": record.name,
            "relation": shown("relation", record.relation),
        }
    if "left_on" in moment.changed and record.left_on:
        return _("%(name)s left the household (%(why)s)") % {
            "name": record.name,
            "why": shown("left_why", record.left_why),
        }
    return _("changed what is known of %(name)s") % {"name": record.name}


def _day(day: date) -> str:
    return said(day_said(day, today=clock.today()))


def _assignment(moment: Moment) -> str:
    record: Any = moment.record
    day = _day(record.since)
    if record.helper is None:
        return _("from %(day)s on nobody answers for the household") % {"day": day}
    return _("from %(day)s on %(name)s answers for the household") % {"day": day, "name": record.helper.name}


def _status(moment: Moment) -> str:
    record: Any = moment.record
    return _("from %(day)s on it counts as “%(status)s”, by %(decision)s") % {
        "day": _day(record.since),
        "status": said(status_names().get(record.status, record.status)),
        "decision": record.decision,
    }


def _account(moment: Moment) -> str:
    record: Any = moment.record
    n = len(record.lines)
    if moment.before:
        return _("corrected the income account")
    return ngettext("reckoned the income account, %(n)s line", "reckoned the income account, %(n)s lines", n) % {"n": n}


def _visit(moment: Moment) -> str:
    record: Any = moment.record
    place = said(PLACE_NAMES[Place(record.place)])
    return _("called on them %(place)s, %(minutes)s minutes") % {"place": place, "minutes": record.minutes}


def _recognition(moment: Moment) -> str:
    record: Any = moment.record
    return {
        "income_line": _("answered lines of the account"),
        "income_account": _("answered the whole account"),
        "visit": _("said whether a visit took place"),
        "benefit_step": _("said whether money came"),
    }.get(record.target_kind, _("answered"))


def _withdrawal(moment: Moment) -> str:
    record: Any = moment.record
    what = (
        _("took back an answer") if moment.target and moment.target.KIND == "recognition" else _("took a record back")
    )
    return _with_reason(what, record.reason)


def _settlement(moment: Moment) -> str:
    record: Any = moment.record
    return _with_reason(_("settled which of two versions counts"), record.reason)


def _card(moment: Moment) -> str:
    record: Any = moment.record
    return _("issued the card %(serial)s") % {"serial": record.serial}


def _handover(moment: Moment) -> str:
    record: Any = moment.record
    return _("put the card into the hands of %(name)s on %(day)s") % {
        "name": record.handed_to,
        "day": _day(record.handed_on),
    }


def _revocation(moment: Moment) -> str:
    record: Any = moment.record
    return _with_reason(_("revoked the card"), record.reason)


def _erasure(moment: Moment) -> str:
    record: Any = moment.record
    return _with_reason(_("had a record erased"), record.legal_ground)


def _with_reason(what: str, reason: str) -> str:
    return _("%(what)s: %(reason)s") % {"what": what, "reason": reason} if reason else what


TELLERS: dict[str, Callable[[Moment], str]] = {
    "household_file": _file,
    "member": _member,
    "assignment": _assignment,
    "status": _status,
    "income_account": _account,
    "visit": _visit,
    "recognition": _recognition,
    "withdrawal": _withdrawal,
    "settlement": _settlement,
    "card": _card,
    "card_handover": _handover,
    "card_revocation": _revocation,
    "erasure": _erasure,
}
"""What is said of each kind of record."""
