"""Values that a place sets for itself: dated, sourced records over the packaged defaults."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class Parameter(Record):
    """One value of one place from a day on: a line, a deadline, whether a kind of income counts.

    `name` is dotted ("poverty_line_fen", "counts.pension", "visit_coverage_days"); `value` is a whole number (a yes is 1).
    """

    KIND = "parameter"
    BODY = {1: ("name", "value", "effective_from", "source")}

    name = models.CharField(max_length=80)
    value = models.BigIntegerField()
    effective_from = models.DateField()
    source = models.TextField()

    class Meta(Record.Meta):
        abstract = False
        indexes = (models.Index(fields=("name", "area"), name="parameter_name_area"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(value__gte=0), name="parameter_not_negative"),
            models.CheckConstraint(condition=~models.Q(source=""), name="parameter_has_a_source"),
        )
