"""The kinds of record there are, by the word each goes under in the ledger."""

from __future__ import annotations

from django.apps import apps

from xinlu.records.models import Record


def kinds() -> dict[str, type[Record]]:
    """Every concrete kind of record by its KIND, in the order of the words."""
    models = [model for model in apps.get_models() if issubclass(model, Record) and not model._meta.proxy]
    return {model.KIND: model for model in sorted(models, key=lambda model: model.KIND)}
