"""The shell scripts are well-formed, and the Makefile says what it can do."""

import os
import subprocess

import pytest

from architecture.sources import ROOT

SCRIPTS = [path for path in (ROOT / ".ci/run", *sorted((ROOT / "scripts").iterdir())) if path.suffix == ""]
VERBS = ["help", "setup", "demo", "test", "check", "bench", "fix", "pictures", "lock", "messages"]


def is_well_formed(text):
    return subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True).returncode == 0


@pytest.mark.parametrize("script", [path for path in SCRIPTS if path.is_file()], ids=lambda path: path.name)
def test_a_script_is_well_formed_executable_and_stops_at_unset_names(script):
    text = script.read_text()
    assert is_well_formed(text)
    assert os.access(script, os.X_OK)
    assert text.startswith("#!/usr/bin/env bash") and ("set -euo pipefail" in text or "set -uo pipefail" in text)


def test_a_script_with_a_slip_is_noticed():
    assert not is_well_formed("if true; then echo")


def make(*arguments):
    # As a person calls it: a make around the tests would speak through its own variables.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, env=environment)


@pytest.mark.parametrize("arguments", [(), ("help",)])
def test_make_by_itself_names_every_verb(arguments):
    assert {line.split()[1] for line in make(*arguments).stdout.splitlines()} == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_make_knows_every_verb(verb):
    assert make("-n", verb).returncode == 0


def test_make_refuses_a_verb_it_does_not_have():
    assert make("-n", "tea").returncode != 0
