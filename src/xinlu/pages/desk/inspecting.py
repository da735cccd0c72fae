"""An inspector from outside asks face to face: the named member answers line by line, and the grade is E3."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.casework.selectors.accounts import LineView, account_view
from xinlu.casework.services.answers import answer_line
from xinlu.income.answers import own_net_fen
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import parse_fen
from xinlu.kernel.words import Words
from xinlu.pages.desk.household import file_shown, head_of
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel, Grade
from xinlu.recognition.selectors.answers import GivenAnswer
from xinlu.recognition.services.answers import SPEAKING_AGE_YEARS

WORDS_LONGEST = 2000


@dataclass
class Asked:
    """One line as it is asked: what was typed for it, and what is wrong with that."""

    line: LineView
    answer: str = ""
    own: str = ""
    words: str = ""
    digest: str = ""
    wrong: list[str] = field(default_factory=list)

    @property
    def before(self) -> GivenAnswer | None:
        """What the household said of it to an inspector before."""
        given = [each for each in self.line.given if not each.withdrawn and each.graded.grade is Grade.E3]
        return given[-1] if given else None


@may(Action.INSPECT_ANSWER, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def inspect(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """The lines of the standing account, to be asked one by one; only those answered are written, all or none."""
    view, account = file_shown(request.household), account_view(request.household)
    asked = [_asked(request, line) for line in account.lines] if account else []
    wrong: list[str] = []
    if request.method == "POST":
        written = _written(request, asked, wrong)
        if written:
            words = ngettext("%(n)s answer is written down.", "%(n)s answers are written down.", written)
            messages.success(request, words % {"n": written})
            return redirect("desk:household", household=household)
    speakers = [each for each in view.members if each.age is None or each.age >= SPEAKING_AGE_YEARS]
    context = {
        **head_of(request, view),
        "account": account,
        "asked": asked,
        "speakers": speakers,
        "said_by": request.POST.get("said_by", ""),
        "wrong": wrong,
    }
    return render(request, "desk/inspect.html", context)


def _asked(request: StaffRequest, line: LineView) -> Asked:
    typed, key = request.POST, str(line.record.pk)
    return Asked(
        line,
        answer=typed.get(f"answer-{key}", ""),
        own=typed.get(f"own-{key}", ""),
        words=typed.get(f"words-{key}", "")[:WORDS_LONGEST],
        digest=typed.get(f"digest-{key}", line.record.digest),
    )


def _written(request: StaffRequest, asked: list[Asked], wrong: list[str]) -> int:
    """How many answers were written; none where anything is wrong, which is then said at its line or above."""
    answered = [each for each in asked if each.answer in set(Answer)]
    if not answered:
        wrong.append(_("Nothing is answered yet: choose at least at one line what they say."))
        return 0
    with transaction.atomic():
        for each in answered:
            try:
                _write(request, each)
            except Refusal as refusal:
                if refusal.field == "said_by":
                    wrong[:] = [said(refusal.words)]
                else:
                    each.wrong.append(said(refusal.words))
        if wrong or any(each.wrong for each in answered):
            transaction.set_rollback(True)
            return 0
    return len(answered)


def _write(request: StaffRequest, asked: Asked) -> None:
    answer = Answer(asked.answer)
    own = asked.own.strip() if answer is Answer.CONTESTED else ""
    answer_line(
        request.household,
        line=asked.line.record.pk,
        shown_digest=asked.digest,
        answer=answer,
        channel=Channel.INSPECTOR,
        device=request.device,
        by=request.user,
        said_by=_member(request.POST.get("said_by", "")),
        own_fen=own_net_fen(asked.line.kind, said_fen=parse_fen(own, field="own")) if own else None,
        words=asked.words,
    )


def _member(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        words = Words("先选是家里谁说的", "First choose who of the household is speaking")
        raise Refusal("recognition.speaker", words, field="said_by") from None
