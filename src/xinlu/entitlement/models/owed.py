"""What is derived: the answer of every policy for every household as last looked through, so that areas can add up."""

from __future__ import annotations

from django.db import models

from xinlu.kernel import clock


class OwedPolicy(models.Model):
    """One household and one policy on the day of the last look. Rebuilt by entitlement.services.looking.

    `answer` as in xinlu.policy.answers.State; `missing` names the facts that nobody entered, with commas; `stands` is where
    the benefit stands (only where the household is entitled). `looked_on` is the day for which it is answered, `looked_at`
    the moment: what is received later is not in it.
    """

    household = models.ForeignKey("records.Household", on_delete=models.CASCADE, related_name="owed")
    policy = models.CharField(max_length=60)
    answer = models.CharField(max_length=20)
    amount_fen = models.BigIntegerField(null=True)
    missing = models.TextField(blank=True)
    stands = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=140)
    looked_on = models.DateField(db_index=True)
    looked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("household", "policy"), name="owed_once_a_policy"),)
        indexes = (
            models.Index(fields=("policy", "answer", "stands", "path"), name="owed_by_policy"),
            # An area's figures are added up from this index alone.
            models.Index(fields=("policy", "answer", "stands", "missing", "path", "amount_fen"), name="owed_added_up"),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.answer} {self.household_id}"


class LookedThrough(models.Model):
    """That the policies of an area were looked through for all its households: who asked for it, and when it was done."""

    area = models.ForeignKey("people.Area", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    households = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-began_at",)

    def __str__(self) -> str:
        return f"{self.area_id} {self.began_at:%F}"
