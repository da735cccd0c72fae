"""Pages of a long list: which households stand on a page is read from an index first, and only theirs in full."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from xinlu.registry.models import CurrentFile

SHOWN = (
    "head_name", "number", "people", "village", "path", "status", "helper_name", "forked",
    *(
        f"household__figures__{name}"
        for name in (
            "account", "account_forked", "claimed_head_fen", "recognised_low_head_fen", "lines", "lines_recognised",
            "lines_contested", "lines_unanswered", "last_visit_at",
        )
    ),
)  # fmt: skip
"""What a line of a list shows; the rest of a row is not read."""

FEW = 5000
"""So many households are read in one go where few are expected: a hundred pages."""


class ListPages(Paginator[CurrentFile]):
    """The pages of an ordered list of households, each read from the list's nearer end.

    `few_expected`: the beginning is read in one go, and where it is the whole list, nothing is counted: a search that
    goes through a county's every name goes through them once.
    """

    object_list: QuerySet[CurrentFile]

    def __init__(self, households: QuerySet[CurrentFile], per_page: int, *, few_expected: bool = False) -> None:
        super().__init__(households, per_page)
        self._begin_most = FEW if few_expected else per_page

    @cached_property
    def count(self) -> int:
        if self._begin_most > self.per_page and len(self._begin) < self._begin_most:
            return len(self._begin)
        return self.object_list.count()

    def page(self, number: int | str) -> Page[CurrentFile]:
        """The page of that number; it raises what the paginator of Django raises."""
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        return Page(self._rows(first, min(first + self.per_page, self.count)), valid, self)

    @cached_property
    def _begin(self) -> list[str]:
        return list(self._ids[: self._begin_most])

    @property
    def _ids(self) -> QuerySet[CurrentFile, str]:
        """As the database holds them: making an object of each would take longer than finding it."""
        return self.object_list.annotate(id_held=Cast("pk", CharField())).values_list("id_held", flat=True)

    def _rows(self, first: int, last: int) -> list[CurrentFile]:
        if last <= self._begin_most:
            found = self._begin[first:last]
        elif first > self.count // 2:
            found = list(self._ids.reverse()[self.count - last : self.count - first])[::-1]
        else:
            found = list(self._ids[first:last])
        ids = [UUID(each) for each in found]
        rows = CurrentFile.objects.select_related("household__figures").only(*SHOWN).in_bulk(ids)
        return [rows[each] for each in ids if each in rows]
