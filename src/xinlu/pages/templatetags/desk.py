"""What the desk's templates say of members, statuses and lines."""

from __future__ import annotations

from django import template
from django.forms import BoundField, MultipleChoiceField

from xinlu.casework.selectors.accounts import AccountView, LineView
from xinlu.kernel import money
from xinlu.pages.desk.facts import facts_beside, gone_words, in_a_row
from xinlu.pages.desk.rows import status_names
from xinlu.pages.templatetags.look import said
from xinlu.registry.selectors.files import MemberView

register = template.Library()


@register.filter
def member_facts(member: MemberView) -> list[str]:
    """What is worth knowing beside a name."""
    return facts_beside(member.record)


@register.filter
def left_words(member: MemberView) -> str:
    """When and why a member left, or from when on one will belong."""
    return gone_words(member.record)


@register.filter
def status_words(code: str) -> str:
    """What a status is called, also one no longer in force."""
    return said(status_names().get(code, code))


@register.filter
def is_counted(line: LineView, account: AccountView) -> bool:
    """Whether the place's rules let this kind of line enter the total."""
    return account.rules.counts.get(line.record.kind, True)


@register.filter
def item(mapping: dict[str, object], key: object) -> object:
    """What stands under the key; empty for nothing."""
    return mapping.get(str(key), "")


@register.filter
def is_several(bound: BoundField) -> bool:
    """Whether a form's field offers boxes of which several can be ticked."""
    return isinstance(bound.field, MultipleChoiceField)


@register.filter
def names_said(names: list[str]) -> str:
    """Names in a row."""
    return in_a_row(names)


@register.filter
def away_from(claimed_fen: int | None, recognised_fen: int | None) -> str:
    """Claimed less recognised as the two figures stand on the page, so that a reader who subtracts finds the same."""
    if claimed_fen is None or recognised_fen is None:
        return "—"
    return money.yuan(money.whole_yuan(claimed_fen) - money.whole_yuan(recognised_fen))


@register.filter
def hundredths(share: float) -> str:
    """A share between 0 and 1 in whole per cent."""
    return f"{round(100 * share)}"


@register.filter
def thousands(number: float) -> str:
    """A number to the whole, its thousands with a comma."""
    return f"{number:,.0f}"
