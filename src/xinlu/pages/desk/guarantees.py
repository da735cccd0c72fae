"""House, school, medical care and water as far as the file tells: facts, no verdicts. What nobody entered is said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xinlu.pages.desk.facts import in_a_row, shown
from xinlu.practice.file_quality import FileLimits
from xinlu.registry.selectors.files import FileView


@dataclass(frozen=True)
class Guarantee:
    """One of the four: what the file says of it, and what nobody entered."""

    name: str
    said: str
    absent: str = ""


def guarantees(view: FileView) -> list[Guarantee]:
    """The four of them, in the order in which a visit asks."""
    return [_house(view), _school(view), _medical(view), _water(view)]


def _house(view: FileView) -> Guarantee:
    file = view.file
    parts = [shown(name, getattr(file, name)) for name in ("house_structure", "house_area_m2") if getattr(file, name)]
    if file.house_year:
        parts.append(_("built in %(year)s") % {"year": file.house_year})
    if not file.house_grade:
        return Guarantee(_("House"), in_a_row(parts), _("its danger grade is not entered"))
    grade = shown("house_grade", file.house_grade)
    if file.house_graded_on:
        grade = _("%(grade)s, graded on %(day)s") % {
            "grade": grade,
            "day": shown("house_graded_on", file.house_graded_on),
        }
    return Guarantee(_("House"), _("; ").join([grade, *parts]))


def _school(view: FileView) -> Guarantee:
    limits = FileLimits()
    pupils = [
        each
        for each in view.members
        if each.age is not None and limits.school_age_from <= each.age <= limits.school_age_to
    ]
    if not pupils:
        return Guarantee(_("School"), _("nobody of school age"))
    known = [f"{each.name} {shown('schooling', each.record.schooling)}" for each in pupils if each.record.schooling]
    unknown = [each.name for each in pupils if not each.record.schooling]
    absent = _("not entered for %(names)s") % {"names": in_a_row(unknown)} if unknown else ""
    return Guarantee(_("School"), _("; ").join(known), absent)


def _medical(view: FileView) -> Guarantee:
    insured = [each.record.medical_insurance for each in view.members]
    unknown = [each.name for each in view.members if each.record.medical_insurance is None]
    without = [each.name for each in view.members if each.record.medical_insurance is False]
    text = _("%(n)s of %(all)s insured") % {"n": insured.count(True), "all": len(insured)}
    if without:
        text = _("; ").join([text, _("not insured: %(names)s") % {"names": in_a_row(without)}])
    absent = _("not entered for %(names)s") % {"names": in_a_row(unknown)} if unknown else ""
    return Guarantee(_("Medical care"), text, absent)


def _water(view: FileView) -> Guarantee:
    if not view.file.water:
        return Guarantee(_("Water"), "", _("where they fetch it is not entered"))
    return Guarantee(_("Water"), shown("water", view.file.water))
