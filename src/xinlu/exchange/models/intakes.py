"""Files brought in, and what an office taught about its headings. The file itself lies encrypted in the data directory."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from xinlu.kernel import clock
from xinlu.kernel.ids import uuid7
from xinlu.records.fields import EncryptedTextField


class IntakeKind(models.TextChoices):
    """What the file is."""

    REGISTER = "register"
    LIST = "list"


class IntakeState(models.TextChoices):
    """How far it has come. Until `done` nothing of it may be all in; a second start goes on."""

    READING = "reading"
    READ = "read"
    APPLYING = "applying"
    DONE = "done"
    REFUSED = "refused"
    DROPPED = "dropped"


STUCK_AFTER = timedelta(minutes=10)
"""Work on a file writes down a sign of life every few seconds."""


class Intake(models.Model):
    """One file that somebody brings in: what it is, what was decided about it, and what it said when last read.

    `said` is the report as JSON (it names people, and so is encrypted); `counts` are numbers alone.
    While it is worked on, `stirred_at` is the last sign of life and `done_so_far` how many rows were read, or households
    brought in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=IntakeKind.choices, default=IntakeKind.REGISTER)
    topic = models.CharField(max_length=24, blank=True)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    area = models.ForeignKey("people.Area", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=12, choices=IntakeState.choices, default=IntakeState.READING, db_index=True)
    year = models.PositiveSmallIntegerField(null=True)
    answers = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    said = EncryptedTextField(blank=True)
    why_refused = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    stirred_at = models.DateTimeField(null=True)
    done_so_far = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-received_at",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_stuck(self) -> bool:
        """Whether whoever worked on it must have stopped: no sign of life for so long."""
        under_way = self.state in (IntakeState.READING, IntakeState.APPLYING)
        return under_way and (self.stirred_at or self.received_at) < clock.now() - STUCK_AFTER


class TaughtHeading(models.Model):
    """In this office a column so headed means this; `plain` is the heading as sheets.headings writes it."""

    area = models.ForeignKey("people.Area", null=True, on_delete=models.PROTECT, related_name="+")
    plain = models.CharField(max_length=200)
    meaning = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    taught_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("plain",), condition=models.Q(area=None), name="heading_taught_once_everywhere"
            ),
            models.UniqueConstraint(fields=("area", "plain"), name="heading_taught_once_an_area"),
        )

    def __str__(self) -> str:
        return f"{self.plain}: {self.meaning}"
