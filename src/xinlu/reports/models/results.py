"""What an assessment of this installation came to: derived rows, written by reports.results.reckoning alone.

The rows of a reckoning belong together. They are written beside those of the one before and count once `is_whole`.
"""

from __future__ import annotations

from django.db import models


class Reckoning(models.Model):
    """One assessment: as of which day, when it was reckoned, by which criteria, and how its forecast did on the past.

    `criteria` are the names of guarantees and of monitoring, in the order of HouseholdResult.judged. `days` are those of the
    series, the last of which is `day`. `chances_by` is the day for which chances are told. `tried` is the back-test, null where there was nothing to
    try; `not_foretold` says in both languages why there are no chances. `left_out` counts rows by table and reason.
    """

    day = models.DateField()
    reckoned_at = models.DateTimeField()
    is_whole = models.BooleanField(default=False)
    households = models.PositiveIntegerField(default=0)
    criteria = models.JSONField(default=list)
    days = models.JSONField(default=list)
    chances_by = models.DateField()
    tried = models.JSONField(null=True)
    not_foretold = models.JSONField(null=True)
    left_out = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"reckoned as of {self.day}"


class AreaResult(models.Model):
    """An area's figures on one day of the series. Sums in fen, counts of households, shares of people 0 to 1.

    `figures` are the columns of the assessment's area tables; `costs` (of the last day alone) what closing the gaps costs.
    """

    reckoning = models.ForeignKey(Reckoning, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey("people.Area", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    figures = models.JSONField()
    costs = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("reckoning", "area", "day"), name="one_result_an_area_and_day"),)

    def __str__(self) -> str:
        return f"{self.area_id} on {self.day}"


class HouseholdResult(models.Model):
    """How a household came out: of which counts it is one, its gap to the line, its chance to stand above it.

    `marks` and `judged` are bits that reports.results.marks reads. Chances are in thousandths, null where none is told;
    `gap_fen` is what the household lacks in a year by its own word (the low figure), `likely_head_fen` its likely income.
    """

    reckoning = models.ForeignKey(Reckoning, on_delete=models.CASCADE, related_name="results")
    household = models.ForeignKey("records.Household", on_delete=models.CASCADE, related_name="results")
    marks = models.BigIntegerField()
    judged = models.BigIntegerField()
    gap_fen = models.BigIntegerField(null=True)
    chance_milli = models.PositiveSmallIntegerField(null=True)
    low_milli = models.PositiveSmallIntegerField(null=True)
    high_milli = models.PositiveSmallIntegerField(null=True)
    likely_head_fen = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("reckoning", "household"), name="one_result_a_household"),)

    def __str__(self) -> str:
        return f"result of {self.household_id}"
