"""The derived row of figures per household: written in the same transaction as what changed it; equal to a rebuild."""

from __future__ import annotations

from django.db import models


class HouseholdFigures(models.Model):
    """What every list and area page adds up. Money in fen, per head and year where the name says head.

    All account columns are null while there is no account. `claimed_standing` is above | below | "" (no account);
    `recognised_standing` is above | below | unanswered | "".
    """

    household = models.OneToOneField(
        "records.Household", primary_key=True, on_delete=models.CASCADE, related_name="figures"
    )
    account = models.ForeignKey("casework.IncomeAccount", null=True, on_delete=models.SET_NULL, related_name="+")
    account_forked = models.BooleanField(default=False)
    period_end = models.DateField(null=True)
    heads = models.PositiveIntegerField(null=True)
    line_fen = models.BigIntegerField(null=True)
    claimed_fen = models.BigIntegerField(null=True)
    recognised_low_fen = models.BigIntegerField(null=True)
    recognised_high_fen = models.BigIntegerField(null=True)
    claimed_head_fen = models.BigIntegerField(null=True)
    recognised_low_head_fen = models.BigIntegerField(null=True)
    recognised_high_head_fen = models.BigIntegerField(null=True)
    rigid_claimed_fen = models.BigIntegerField(null=True)
    claimed_standing = models.CharField(max_length=12, blank=True)
    recognised_standing = models.CharField(max_length=12, blank=True)
    lines = models.PositiveIntegerField(default=0)
    lines_recognised = models.PositiveIntegerField(default=0)
    lines_contested = models.PositiveIntegerField(default=0)
    lines_unanswered = models.PositiveIntegerField(default=0)
    lines_e1 = models.PositiveIntegerField(default=0)
    lines_e2 = models.PositiveIntegerField(default=0)
    lines_e3 = models.PositiveIntegerField(default=0)
    last_answer_at = models.DateTimeField(null=True)
    visits = models.PositiveIntegerField(default=0)
    last_visit_at = models.DateTimeField(null=True)
    visits_asked = models.PositiveIntegerField(default=0)
    visits_came = models.PositiveIntegerField(default=0)
    visits_unsettled = models.PositiveIntegerField(default=0)
    visits_sat_down = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"figures of {self.household_id}"
