"""A household as access sees it."""

from __future__ import annotations

from xinlu.people.access import Subject
from xinlu.records.models import Household
from xinlu.registry.models import CurrentFile


def subject_of(household: Household) -> Subject | None:
    """Where the household lies and who answers for it today; None when it has no file."""
    current = CurrentFile.objects.filter(household=household).values_list("path", "helper_id").first()
    if current is None:
        return None
    path, helper_id = current
    return Subject(area_path=path, helper_ids=frozenset({helper_id} if helper_id else ()))
