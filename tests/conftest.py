"""One test run: its own data directory and keys, its database, and what happens where a system part is missing."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from flushing import django_db_setup  # noqa: F401
from parts import found, is_required, what_is_missing

TESTS = Path(__file__).resolve().parent
PURE = (TESTS / "unit", TESTS / "architecture")
OWN_MACHINE = "place"
MARKER_PARTS = {"browser": ("chromium", "font"), "postgres": ("postgres",)}

_run_folder = pytest.StashKey[Path]()


def need(part: str) -> str:
    """Where the system part is; where it is missing, this test is skipped in sight, or fails when all is required."""
    if not found(part):
        (pytest.fail if is_required() else pytest.skip)(what_is_missing(part))
    return found(part)


@pytest.fixture(name="need", scope="session")
def _need():
    return need


@pytest.fixture(scope="session")
def picture_folder():
    """Where `make pictures` wants the pictures of the guides, or None in any other run."""
    wanted = os.environ.get("XINLU_PICTURES")
    return Path(wanted) if wanted else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a throwaway PostgreSQL started for this run")


def pytest_configure(config: pytest.Config) -> None:
    _forget_settings_of_the_shell()
    _draw_alike_everywhere()
    worker = getattr(config, "workerinput", {}).get("workerid")
    folder = Path(os.environ["XINLU_DATA_DIR"]).parent / worker if worker else _new_folder()
    config.stash[_run_folder] = folder
    (folder / "var" / "static").mkdir(parents=True)  # the server looks for it as soon as it is imported
    os.environ["XINLU_DATA_DIR"] = str(folder / "var")
    os.environ["XINLU_KEYS_FILE"] = str(folder / "keys.json")
    if not worker:
        # A terminated run goes the way of an interrupted one, through its clean-up.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        if config.getoption("--postgres"):
            _start_postgres(config)
    # Workers inherit the environment: there DJANGO_SETTINGS_MODULE would again load the settings too early.
    if (worker or not config.getoption("numprocesses", None)) and not _is_pure(config):
        _load_django()


def _draw_alike_everywhere() -> None:
    """Hypothesis also draws the numbers and texts that it finds in whatever modules are loaded: the same test would then draw
    otherwise with each change elsewhere, and with each sharing-out among workers."""
    from hypothesis.internal.conjecture import providers

    nothing = providers.Constants()
    providers._get_local_constants = lambda: nothing


def _forget_settings_of_the_shell() -> None:
    ours = {"XINLU_DATA_DIR", "XINLU_REQUIRE_ALL", "XINLU_PICTURES"}
    for name in [name for name in os.environ if name.startswith("XINLU_") and name not in ours]:
        del os.environ[name]


def _new_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="xinlu-test-"))


def _start_postgres(config: pytest.Config) -> None:
    if not found("postgres"):
        if is_required():
            pytest.exit(what_is_missing("postgres"), returncode=pytest.ExitCode.TESTS_FAILED)
        return
    from postgres import OwnPostgres

    server = OwnPostgres()
    config.add_cleanup(server.stop)
    os.environ["DATABASE_URL"] = server.url


def _is_pure(config: pytest.Config) -> bool:
    """Whether only pure tests were asked for: those run without Django, and so can touch no database."""
    asked = [(config.invocation_params.dir / argument.split("::")[0]).resolve() for argument in config.args]
    return bool(asked) and all(any(path.is_relative_to(folder) for folder in PURE) for path in asked)


def _load_django() -> None:
    # Not by pytest-django's own option: that would load the settings before this file has chosen database and data.
    os.environ["DJANGO_SETTINGS_MODULE"] = "xinlu.config.settings"
    from xinlu.records.keys import make_keys

    make_keys(Path(os.environ["XINLU_KEYS_FILE"]))

    from django.conf import settings

    assert settings.DATABASES  # pytest-django sets Django up once its settings are loaded


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--postgres"):
        _leave_to_sqlite(config, items)
    if config.getoption("--postgres") and not found("postgres"):
        for item in items:
            item.add_marker(pytest.mark.skip(reason=what_is_missing("postgres")))


def _leave_to_sqlite(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test with a machine of its own (`place`) has that machine's SQLite too: to run it here would be the same once more."""
    own = [item for item in items if OWN_MACHINE in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=own)
    items[:] = [item for item in items if item not in own]


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, parts in MARKER_PARTS.items():
        if item.get_closest_marker(marker):
            for part in parts:
                need(part)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_run_folder], ignore_errors=True)
