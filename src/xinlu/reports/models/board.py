"""The board as it was given out, and the one that is prepared for the next time."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class BoardRelease(Record):
    """What a county's public board tells from now on; `number` counts from 0.

    `places`: [[code, name, level, code above]]. `shown`: by place and column [figure, number of the release that it is of].
    `counts`: the true counts. They stay in the office, for the next release is measured against them, and stand on no page.
    """

    KIND = "board_release"
    BODY = {1: ("number", "day", "least", "places", "shown", "counts")}

    number = models.PositiveIntegerField()
    day = models.DateField()
    least = models.PositiveIntegerField()
    places = models.JSONField(default=list)
    shown = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)

    class Meta(Record.Meta):
        abstract = False


class PreparedBoard(models.Model):
    """What the county's next release would tell; written anew by `prepare`, gone once it is published.

    As BoardRelease, and `held`: by place and column why a figure is not told, or not told anew. `after`: the release that it
    was measured against. `digest` names exactly what was prepared.
    """

    area = models.OneToOneField("people.Area", primary_key=True, on_delete=models.CASCADE, related_name="+")
    prepared_at = models.DateTimeField()
    least = models.PositiveIntegerField()
    after = models.ForeignKey("reports.BoardRelease", null=True, on_delete=models.CASCADE, related_name="+")
    places = models.JSONField()
    shown = models.JSONField()
    counts = models.JSONField()
    held = models.JSONField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"prepared board of {self.area_id}"
