"""A machine of its own for each test that runs the command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flushing import django_db_setup  # noqa: F401

XINLU = Path(sys.executable).with_name("xinlu")


@pytest.fixture
def place(tmp_path):
    """A machine where nothing was set up yet: runs `xinlu` there."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("XINLU_", "DATABASE_", "DJANGO_"))
    }
    environment |= {"XINLU_DATA_DIR": str(tmp_path / "var"), "XINLU_KEYS_FILE": str(tmp_path / "keys" / "xinlu.json")}

    def run(*arguments: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [XINLU, *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
        )
        assert (done.returncode == 0) is ok, done.stdout + done.stderr
        return done

    run.folder, run.environment, run.program = tmp_path, environment, XINLU
    return run
