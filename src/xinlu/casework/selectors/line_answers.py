"""What the household says of lines, and how a contest outlives the correction of the line that it contested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from xinlu.casework.models import IncomeLine
from xinlu.recognition.answers import Answer
from xinlu.recognition.selectors.answers import GivenAnswer, answers_about, chosen_of


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The answer that holds for a line, all that was said of this very line, and whether it was said of its forerunner."""

    answer: GivenAnswer | None
    given: tuple[GivenAnswer, ...]
    carried: bool


def answers_to(lines: Iterable[IncomeLine]) -> dict[UUID, LineAnswer]:
    """For each line what holds, in a fixed number of queries.

    A recognition belongs to the very digest that was shown. A contest stays with the line through its corrections,
    with the household's own figure, until it answers the corrected line: else a fen would undo it.
    """
    listed = list(lines)
    households = {line.household_id for line in listed}
    versions = IncomeLine.objects.filter(household__in=households).exclude(supersedes=None)
    forerunners = dict(versions.values_list("pk", "supersedes"))
    chains = {line.pk: _chain(line.pk, forerunners) for line in listed}
    older = {pk for chain in chains.values() for pk in chain[1:]}
    digests = {line.pk: line.digest for line in listed}
    digests |= dict(IncomeLine.objects.filter(pk__in=older).values_list("pk", "digest")) if older else {}
    given = answers_about(digests)
    return {line.pk: _answer(chains[line.pk], digests, given) for line in listed}


def _chain(line: UUID, forerunners: dict[UUID, UUID | None]) -> list[UUID]:
    chain = [line]
    while (older := forerunners.get(chain[-1])) is not None and older not in chain:
        chain.append(older)
    return chain


def _answer(chain: Sequence[UUID], digests: dict[UUID, str], given: dict[UUID, list[GivenAnswer]]) -> LineAnswer:
    own = tuple(given.get(chain[0], ()))
    for step, line in enumerate(chain):
        found = chosen_of(given.get(line, []), digest=digests[line]) if line in digests else None
        if found is not None:
            holds = step == 0 or found.answer is Answer.CONTESTED
            return LineAnswer(found if holds else None, own, carried=step > 0 and holds)
    return LineAnswer(None, own, carried=False)
