"""What is said about policies and households: facts beside the file, explanations, the way of each benefit, own rules."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class StatedFact(Record):
    """One fact that policies ask for and the file has no field for, of the household or of one `member`.

    `fact` is a name of xinlu.policy's facts; `value` is its plain text (xinlu.entitlement.values), empty where it is taken
    back: then nobody knows.
    """

    KIND = "policy_fact"
    BODY = {1: ("fact", "member", "value", "said_by")}

    fact = models.CharField(max_length=60)
    member = models.UUIDField(null=True)
    value = models.CharField(max_length=40, blank=True)
    said_by = models.CharField(max_length=80)

    class Meta(Record.Meta):
        abstract = False
        constraints = (models.CheckConstraint(condition=~models.Q(said_by=""), name="stated_by_somebody"),)


class Explanation(Record):
    """A policy was explained: what was answered under which edition of the rules, to whom, and whether it was understood.

    `edition` is the digest of rule and values that held; `understood` is "yes", "no" or "" (not asked back); `words` are
    what the household answered.
    """

    KIND = "policy_explanation"
    BODY = {
        1: ("policy", "edition", "answer", "amount_fen", "explained_on", "told_to", "understood", "words"),
    }

    policy = models.CharField(max_length=60)
    edition = models.CharField(max_length=64)
    answer = models.CharField(max_length=20)
    amount_fen = models.BigIntegerField(null=True)
    explained_on = models.DateField()
    told_to = models.CharField(max_length=80)
    understood = models.CharField(max_length=8, blank=True)
    words = models.TextField(blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = (models.CheckConstraint(condition=~models.Q(told_to=""), name="explained_to_somebody"),)


class BenefitStep(Record):
    """What an office says has happened with a benefit of a household for a `period`: applied for, decided, paid.

    A claim: that money came is for the household to say (a Recognition of the payment's record).
    """

    KIND = "benefit_step"
    BODY = {1: ("policy", "period", "step", "amount_fen", "happened_on", "source", "note")}

    policy = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    step = models.CharField(max_length=12)
    amount_fen = models.BigIntegerField(null=True)
    happened_on = models.DateField()
    source = models.CharField(max_length=120)
    note = models.TextField(blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(condition=~models.Q(source=""), name="benefit_step_has_a_source"),
            models.CheckConstraint(
                condition=models.Q(amount_fen=None) | models.Q(amount_fen__gte=0), name="benefit_not_negative"
            ),
        )


class PlacePolicy(Record):
    """A rule that a place adds to the catalogue or words anew: the YAML of one policy; empty text takes it out."""

    KIND = "place_policy"
    BODY = {1: ("policy", "text", "reason")}

    policy = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    reason = models.TextField()

    class Meta(Record.Meta):
        abstract = False
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="place_policy_has_a_reason"),)
