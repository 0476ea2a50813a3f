# What people type. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak vectors screenshots lock

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

run: $(VENV)/run.stamp ## set everything up and start the public site and the console
	@$(BIN)/python -m server run

test: $(VENV)/dev.stamp ## install what the tests need and run the whole suite
	@tools/system_packages
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(PYTEST)
	@$(BIN)/python -m tools.node --test $$(find tests/js -name '*.test.mjs')

check: $(VENV)/dev.stamp node_modules/.stamp ## lint, types, layers
	@$(BIN)/ruff check server tests tools
	@$(BIN)/ruff format --check server tests tools
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry server --known-first-party server
	@$(BIN)/python -m tools.node node_modules/typescript/bin/tsc -p tsconfig.json
	@$(BIN)/python -m tools.node node_modules/@biomejs/biome/bin/biome lint

bench: $(VENV)/dev.stamp ## a table of ratios against peers and limits, measured in one run
	@tools/system_packages
	@$(BIN)/python -m tests.bench

soak: $(VENV)/dev.stamp ## the long ones: 100,000 hostile texts, an hour of scanning
	@tools/system_packages
	@DIFFERENTIAL_COUNT=100000 KILL_STEP=1 SOAK_SCANS=6500 $(BIN)/python -m pytest -m "soak or differential" tests

vectors: $(VENV)/dev.stamp ## regenerate tests/vectors from the fixed test keys
	@$(BIN)/python -m tests.vectors.generate

screenshots: $(VENV)/dev.stamp ## take the README's pictures from the running product
	@tools/system_packages
	@$(BIN)/python -m tools.screenshots

lock: ## compile requirements*.txt from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes -q -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes -q -o requirements-dev.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which with: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (Debian: apt install python3-venv)"; exit 1; }

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	@echo "Installing the pinned dependencies…"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing the pinned dependencies and test tools…"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

node_modules/.stamp: package-lock.json $(VENV)/dev.stamp
	@$(BIN)/python -m tools.node --npm ci --no-audit --no-fund --silent
	@touch $@
