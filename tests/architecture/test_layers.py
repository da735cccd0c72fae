"""The contracts of .importlinter would notice; `make check` runs them on the tree itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.sources import ROOT, SRC


def contracts_on(folder, files):
    """What lint-imports says of a tree that has every room of ours and the given further lines, as (code, words)."""
    for room in sorted(path.parent.name for path in SRC.glob("*/__init__.py")):
        (folder / "xinlu" / room).mkdir(parents=True)
        (folder / "xinlu" / room / "__init__.py").touch()
    (folder / "xinlu" / "__init__.py").touch()
    for name, text in files.items():
        (folder / "xinlu" / name).parent.mkdir(exist_ok=True)
        (folder / "xinlu" / name).write_text(text)
    shutil.copy(ROOT / ".importlinter", folder)
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(folder)}
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def test_rooms_that_import_downwards_keep_the_contracts(tmp_path):
    code, words = contracts_on(tmp_path, {"casework/visits.py": "import xinlu.kernel\nimport django\n"})
    assert code == 0, words


@pytest.mark.parametrize(
    ("files", "contract"),
    [
        ({"records/models.py": "import xinlu.casework\n"}, "A room uses only rooms below it BROKEN"),
        ({"kernel/clock.py": "import django.utils.timezone\n"}, "The pure rooms know no Django BROKEN"),
        ({"pages/prints.py": "import weasyprint\n"}, "WeasyPrint is imported by paper alone BROKEN"),
        ({"cellar/__init__.py": ""}, "A room uses only rooms below it BROKEN"),
    ],
    ids=["upwards", "django in a pure room", "weasyprint elsewhere", "a room that is not in the list"],
)
def test_a_broken_contract_is_noticed(tmp_path, files, contract):
    code, words = contracts_on(tmp_path, files)
    assert code != 0
    assert contract in words or ("cellar/__init__.py" in files and "cellar" in words), words
