"""The income account: lines that are records of their own, and versions that list them by id and digest."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class IncomeLine(Record):
    """One line as the helper wrote it. A change makes a new line that supersedes this one; untouched, it is listed again.

    `quantity_milli` is thousandths; `income_fen` the gross, `cost_fen` what it cost; `basis` where the figure is from.
    """

    KIND = "income_line"
    BODY = {1: ("kind", "title", "quantity_milli", "price_fen", "income_fen", "cost_fen", "basis")}

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=60, blank=True)
    quantity_milli = models.BigIntegerField(null=True)
    price_fen = models.BigIntegerField(null=True)
    income_fen = models.BigIntegerField()
    cost_fen = models.BigIntegerField()
    basis = models.CharField(max_length=16)


class IncomeAccount(Record):
    """One version of a household's account of a period: heads, and `lines` as [id, digest] in their order."""

    KIND = "income_account"
    BODY = {1: ("period_start", "period_end", "reckoned_on", "heads", "lines", "note")}

    period_start = models.DateField()
    period_end = models.DateField()
    reckoned_on = models.DateField()
    heads = models.PositiveIntegerField()
    lines = models.JSONField(default=list)
    note = models.TextField(blank=True)

    class Meta(Record.Meta):
        abstract = False
        indexes = (
            models.Index(fields=("household", "period_end"), name="account_period"),
            models.Index(fields=("received_at",), name="account_received"),
        )


class AccountDraft(models.Model):
    """What a helper has reckoned so far and not yet read out: kept on the server line by line, so that nothing is lost.

    Not a record: nobody is claimed anything by a draft. `body` is that of casework.drafts.Draft.
    """

    household = models.ForeignKey("records.Household", on_delete=models.CASCADE, related_name="account_drafts")
    author = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    body = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("household", "author"), name="one_draft_each"),)

    def __str__(self) -> str:
        return f"draft of {self.household_id} by {self.author_id}"
