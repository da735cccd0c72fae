"""A transactional test ends by emptying every table, which the append-only triggers refuse: they are lifted for that alone."""

from __future__ import annotations

from contextlib import contextmanager

import pytest


@contextmanager
def lifted(using="default"):
    """Within the block the database has no append-only triggers."""
    from django.db import connections

    from xinlu.records import triggers

    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, '' FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'")
        else:
            cursor.execute(
                "SELECT tgname, ' ON ' || tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'append_only_%'"
            )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{table}')
    try:
        yield
    finally:
        triggers.install(using)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """pytest-django's own set-up, with a flush that the triggers let through."""
    from django.test import TransactionTestCase

    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(case):
        with lifted():
            flush(case)

    TransactionTestCase._fixture_teardown = flush_without_triggers
    yield
    TransactionTestCase._fixture_teardown = flush
