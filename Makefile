# Needs Python 3.11 or newer and make; all else comes from the lock files into .venv.
# Ports: make up PORT=9000 TEMPORAL_PORT=9001 UI_PORT=9002

PYTHON ?= $(shell for one in python3.11 python3.12 python3.13 python3.14 python3; do \
	command -v $$one >/dev/null && $$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$one && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile
PORTS := $(if $(PORT),--api-port $(PORT)) $(if $(TEMPORAL_PORT),--temporal-port $(TEMPORAL_PORT)) \
	$(if $(UI_PORT),--temporal-ui-port $(UI_PORT))
UV := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet

# What Python has compiled is kept, whatever the surroundings say: a start takes half the work.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help up demo play test processes browser check format lock coverage chaos bench pictures clean

help: ## What can be done here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

up: .venv/installed ## Start everything on this machine; Ctrl-C stops it
	@exec $(BIN)/followthrough up $(PORTS)

demo: .venv/installed ## Start everything with made-up cases that have three weeks behind them (FRESH=1: anew)
	@exec $(BIN)/followthrough demo $(PORTS) $(if $(FRESH),--fresh)

play: .venv/installed ## Play whole cases in seconds
	@$(BIN)/followthrough play

test: .venv/installed-dev ## Run the tests
	$(BIN)/pytest -n 3 --dist worksteal -m "not processes and not browser"

processes: .venv/installed-dev ## Run the tests that start the whole product, kill it, and wait for minutes
	$(BIN)/pytest -n 3 -m processes

browser: .venv/installed-dev ## Run the tests that click through the workbench; needs Chromium (.ci/browser installs it on Debian)
	$(BIN)/pytest -m browser

check: .venv/installed-dev ## Format, lint, types, walls between rooms, policy, rules of the repository
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/followthrough policy check
	$(BIN)/pytest -q tests/repository tests/test_settings.py

format: .venv/installed-dev ## Put the code into shape
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

chaos: .venv/installed-dev ## Kill and freeze real processes under load (MINUTES=20 SEED=7 DATABASE=sqlite), then compare
	$(BIN)/python -m chaos $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED)) \
		$(if $(DATABASE),--database $(DATABASE))

pictures: .venv/installed-dev ## Take the pictures of the docs anew, while `make demo` runs; needs Chromium
	@$(BIN)/python -m pictures $(if $(UI_PORT),--ui http://127.0.0.1:$(UI_PORT)) $(if $(PORT),--api http://127.0.0.1:$(PORT))

bench: .venv/installed-dev ## Measure a case beside a raw workflow, and a full database (QUICK=1 DATABASE=postgresql ONLY=flat,console CASES=20000 FULL=/tmp/full)
	$(BIN)/python -m benchmarks $(if $(QUICK),--quick) $(if $(DATABASE),--database $(DATABASE)) \
		$(if $(ONLY),--only $(ONLY)) $(if $(CASES),--cases $(CASES)) $(if $(FULL),--full $(FULL))

coverage: .venv/installed-dev ## Run every test and show what none of them reaches
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

lock: .venv/installed-dev ## Write the lock files anew after a change of dependencies (UPGRADE=1: newest versions)
	$(PIP) uv
	$(UV) $(if $(UPGRADE),--upgrade) --group build -o requirements.lock
	$(UV) $(if $(UPGRADE),--upgrade) --group build --group dev -c requirements.lock -o requirements-dev.lock

clean: ## Remove what was built; .data and .data-demo stay
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*

.venv/python:
	@test -n "$(PYTHON)" || { echo "Followthrough needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

# Installing the project itself builds with what the lock holds, so nothing unlocked is fetched.
.venv/installed: .venv/python requirements.lock pyproject.toml
	@echo "Installing into .venv (about half a minute, once) …"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@echo "Installing what tests and checks need …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
