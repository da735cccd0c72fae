# Every verb sets up what it needs first; `make` alone says what there is.
SHELL := /bin/bash
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench fix pictures lock messages

help: ## say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: ## make .venv and compile the messages; done again only when something changed
	@scripts/setup

demo: setup ## serve the demo county (ARGS="--port 8080" passes options on)
	@$(BIN)/xinlu demo $(ARGS)

test: setup ## every test: SQLite, PostgreSQL, Chromium
	@scripts/system-parts
	@scripts/engine-parts
	@$(BIN)/python scripts/run_tests.py

check: setup ## format, lint, types, layers, migrations, messages
	@scripts/check

bench: setup ## the benchmarks of bench/, each with its figures
	@shopt -s nullglob; for file in bench/*.py; do echo "== $$file"; $(BIN)/python $$file || exit; done

fix: setup ## let ruff mend what it can
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

pictures: setup ## take the pictures of the guides anew, in Chromium
	@scripts/system-parts
	@XINLU_PICTURES=docs/pictures $(BIN)/pytest tests/browser

messages: setup ## extract the messages of every room (needs gettext), compile, say what is untranslated
	@scripts/messages

lock: ## resolve the dependencies anew into the lock files (needs uv)
	@scripts/lock
