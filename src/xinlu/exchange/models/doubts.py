"""What only a person can decide: changes that a file proposes, and values that disagree with the household file."""

from __future__ import annotations

from django.db import models

from xinlu.kernel import clock
from xinlu.kernel.ids import uuid7
from xinlu.records.fields import EncryptedTextField


class ProposalKind(models.TextChoices):
    """What a file would change that is not a plain fact."""

    JOINED = "joined"
    LEFT = "left"
    MOVED_HERE = "moved_here"  # a person who is on file in another household
    NEW_HEAD = "new_head"
    MOVED = "moved"  # the whole household, to another place
    RENUMBERED = "renumbered"
    SAME_HOUSEHOLD = "same_household"  # is it the one on file?
    SPLIT = "split"
    MERGED = "merged"
    DIFFERS = "differs"  # changed both here and in the file
    OTHER_ID = "other_id"
    ACCOUNT = "account"  # reckoned at the table meanwhile


class Doubt(models.Model):
    """Something open until a person decides. `key` keeps the same doubt from being raised twice; `body` is JSON."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    intake = models.ForeignKey("exchange.Intake", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey("records.Household", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("people.Area", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    body = EncryptedTextField()
    raised_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=12, blank=True, db_index=True)
    decided_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ("raised_at", "id")


class Proposal(Doubt):
    """A change that a register proposes: with its evidence, decided by a person, dated `on`."""

    kind = models.CharField(max_length=16, choices=ProposalKind.choices)
    on = models.DateField(null=True)

    class Meta(Doubt.Meta):
        abstract = False
        constraints = (models.UniqueConstraint(fields=("key",), name="proposal_raised_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.household_id}"


class FindingKind(models.TextChoices):
    """How a list and the files disagree."""

    DIFFERS = "differs"
    ADDS = "adds"  # the file says nothing yet
    UNLISTED = "unlisted"  # on file as such, missing from a complete list
    OTHER_NAME = "other_name"  # the ID number is that of somebody of another name
    WHICH = "which"  # several on file may be meant, or one perhaps
    NOBODY = "nobody"
    PAID = "paid"  # paid though the rules say otherwise, or another amount


class Finding(Doubt):
    """Where another department's list disagrees with the household files; both sides stand in `body`, with the source."""

    kind = models.CharField(max_length=12, choices=FindingKind.choices, default=FindingKind.DIFFERS)
    field = models.CharField(max_length=40)
    member = models.UUIDField(null=True)

    class Meta(Doubt.Meta):
        abstract = False
        constraints = (models.UniqueConstraint(fields=("key",), name="finding_raised_once"),)

    def __str__(self) -> str:
        return f"{self.field} {self.household_id}"


class SamePerson(models.Model):
    """Two entries that are likely, or by ID number, the same person, until somebody has looked. `left` < `right`."""

    left = models.UUIDField()
    right = models.UUIDField()
    left_household = models.ForeignKey("records.Household", on_delete=models.PROTECT, related_name="+")
    right_household = models.ForeignKey("records.Household", on_delete=models.PROTECT, related_name="+")
    same_id = models.BooleanField()
    likeness_percent = models.PositiveSmallIntegerField()
    evidence = models.JSONField(default=list)
    found_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=12, blank=True, db_index=True)
    decided_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-same_id", "-likeness_percent", "id")
        constraints = (models.UniqueConstraint(fields=("left", "right"), name="same_person_found_once"),)

    def __str__(self) -> str:
        return f"{self.left} {self.right}"
