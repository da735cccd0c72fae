"""The account for the wall: both versions of every line, both figures, and room for three hands. Two copies of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xinlu.casework.models import IncomeAccount
from xinlu.casework.selectors.accounts import AccountView, account_view
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import whole_yuan, yuan
from xinlu.kernel.words import Words
from xinlu.paper import drawings
from xinlu.paper.addresses import Address, addresses_of
from xinlu.paper.printing import Printed, django_language, printed
from xinlu.paper.rows import Row, Rows, rows_of
from xinlu.records.models import Household

DIGEST_DIGITS = 16
NUMBERS_LISTED = 20
LONG_NAME = 12
ROWS_AT_FULL_SIZE = 13.5
"""With more, smaller type: one sheet on a wall is read, three are not. A line with a sentence under it is half a row more."""


@dataclass(frozen=True, slots=True)
class Total:
    """One row of totals: what it is of, both figures, whether the second is a lower bound, and how far they lie apart."""

    name: str
    claimed: str
    recognised: str
    at_least: bool
    distance: str


@dataclass(frozen=True, slots=True)
class AccountPaper:
    """The printed account and the name under which a browser keeps it."""

    printed: Printed
    filename: str


def account_paper(household: Household, *, language: str, as_page: bool = False) -> AccountPaper:
    """The standing account of the household on paper, in `language`. Refusal while there is none."""
    view = account_view(household)
    language = django_language(language)
    with translation.override(language):
        address = addresses_of([household.pk]).get(household.pk)
        if view is None or address is None:
            raise Refusal(
                "paper.no_account",
                Words("这家还没有账，先算一本再印", "There is no account of this household yet; reckon one first"),
            )
        version = version_of(view.account)
        names = {"name": address.head, "version": version}
        context = {
            "title": _("Income account of %(name)s's household") % names,
            "address": address,
            "is_long_name": len(address.head) > LONG_NAME,
            "qr": drawings.qr_code(reference_of(view.account), label=_("Reference of this account")),
            "version": version,
            "digest": _in_fours(view.account.digest[:DIGEST_DIGITS]),
            "printed_on": clock.today(),
            **_figures(view, address, language=language),
        }
        filename = _("Income account of %(name)s's household, version %(version)s.pdf") % names
    return AccountPaper(printed("paper/account.html", context, language=language, as_page=as_page), filename)


def reference_of(account: IncomeAccount) -> str:
    """What the paper's QR code says: which account, and the first digits of its digest. Nothing secret, no address.

    It lets a sheet be held against the record later: another digest means that the paper says something else.
    """
    return f"xinlu:account:{account.pk}:{account.digest[:DIGEST_DIGITS]}"


def version_of(account: IncomeAccount) -> int:
    """The how-manieth version of its chain this account is; 1 is the first."""
    forerunner = dict(IncomeAccount.objects.filter(household=account.household).values_list("pk", "supersedes"))
    version, before = 1, account.supersedes
    while before is not None:
        version, before = version + 1, forerunner.get(before)
    return version


def _figures(view: AccountView, address: Address, *, language: str) -> dict[str, object]:
    rows = rows_of(view, language=language)
    figures = view.figures
    return {
        "account": view.account,
        "rows": rows,
        "is_dense": _height_rows(rows) > ROWS_AT_FULL_SIZE,
        "totals": (
            _total(
                pgettext("paper", "The household"),
                figures.claimed_fen,
                figures.recognised_low_fen,
                figures.recognised_high_fen,
            ),
            _total(
                pgettext("paper", "Per head"),
                whole_yuan(figures.claimed_head_fen),
                whole_yuan(figures.recognised_low_head_fen),
                whole_yuan(figures.recognised_high_head_fen),
            ),
        ),
        "notes": pgettext("between sentences on paper", " ").join(_notes(view, rows)),
    }


def _total(name: str, claimed_fen: int, low_fen: int, high_fen: int) -> Total:
    apart_fen, is_open = claimed_fen - low_fen, low_fen != high_fen
    amount = {"amount": yuan(abs(apart_fen))}
    if apart_fen > 0:
        distance = (pgettext("paper", "up to −%(amount)s") if is_open else pgettext("paper", "−%(amount)s")) % amount
    elif apart_fen < 0:
        distance = (pgettext("paper", "at least +%(amount)s") if is_open else pgettext("paper", "+%(amount)s")) % amount
    else:
        distance = pgettext("paper", "still open") if is_open else pgettext("paper", "the same")
    return Total(name, yuan(claimed_fen), yuan(low_fen), is_open, distance)


def _notes(view: AccountView, rows: Rows) -> Iterator[str]:
    figures = view.figures
    contested = sum(row.mark == "no" and not row.waits for row in (*rows.counted, *rows.left_out, *rows.rigid))
    if contested:
        yield ngettext(
            "%(count)s line is not so: on the right stands our own figure.",
            "%(count)s lines are not so: on the right stand our own figures.",
            contested,
        ) % {"count": contested}
    open_rows = [row for row in rows.counted if row.waits]
    if open_rows:
        yield _("%(lines)s: no figure of ours yet. Income is left out so far, costs are taken off.") % {
            "lines": _listed(open_rows)
        }
    if figures.recognised_low_fen != figures.recognised_high_fen:
        yield _("At most: %(amount)s yuan, %(head)s yuan per head.") % {
            "amount": yuan(figures.recognised_high_fen),
            "head": yuan(whole_yuan(figures.recognised_high_head_fen)),
        }
    apart = [row for row in (*rows.left_out, *rows.rigid) if row.waits]
    if apart:
        yield _("Of those apart, no figure of ours yet: %(lines)s.") % {"lines": _listed(apart)}
    if view.forked:
        yield _(
            "There are two versions of this account between which nobody has chosen; this is the one received first."
        )


def _listed(rows: list[Row]) -> str:
    if len(rows) > NUMBERS_LISTED:
        return ngettext("%(count)s line", "%(count)s lines", len(rows)) % {"count": len(rows)}
    numbers = pgettext("between numbers of lines", ", ").join(str(row.number) for row in rows)
    return ngettext("Line %(numbers)s", "Lines %(numbers)s", len(rows)) % {"numbers": numbers}


def _height_rows(rows: Rows) -> float:
    groups = [group for group in (rows.counted, rows.left_out, rows.rigid) if group]
    sentences = sum(bool(row.own_words) + bool(row.reason) for group in groups for row in group)
    return sum(len(group) for group in groups) + len(groups) - 1 + sentences / 2


def _in_fours(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
