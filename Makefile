# `make run` and `make test` are all that is needed; `make` alone lists the rest.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
# Debian's own where it is there: it is compiled to be quicker than most that are put beside it.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3.11) python3)
VENV := .venv
PY := $(VENV)/bin/python
PYTEST := $(PY) -m pytest --quiet

# The tests start many programs of ours: each would be compiled anew where Python may not keep what it compiled.
unexport PYTHONDONTWRITEBYTECODE

# Each part of the tests is a run of its own, and one more goes at a time than there are cores: some wait half of
# the time for a browser, a server or a database.
SIDE_BY_SIDE := --no-print-directory --jobs=$(shell expr $$(nproc) + 1) --output-sync=target

# Tests that ask for no database run once (``tests/conftest.py`` marks them), and so do those that ask of a page's
# words, widths and colours: they are the same whichever database they come from.
WITHOUT_DATABASE := tests/ballots tests/documents tests/domain tests/seeds tests/shape
OTHERS := tests $(addprefix --ignore=,$(WITHOUT_DATABASE) tests/web tests/faults tests/browser tests/packaging tests/bench)
ON_SQLITE := MOTIONFLOW_TEST_DATABASE=sqlite $(PYTEST)
ON_POSTGRESQL := MOTIONFLOW_TEST_DATABASE=postgresql $(PYTEST) -m "not long and not once"

# What says soonest that something is wrong goes first; of the others the longest, so that none is left over.
PARTS := style imports types without-database browser-sqlite browser-postgresql web-postgresql web-sqlite \
  others-postgresql others-sqlite faults-postgresql faults-sqlite packaging

.PHONY: help run test test-long check bench words lock vendor clean $(PARTS)

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/run.stamp ## start motionflow with the example on http://127.0.0.1:8000 (another port: make run PORT=9000)
	@$(PY) -m motionflow db upgrade
	@$(PY) -m motionflow demo --once --out "$${MOTIONFLOW_HOME:-var}/papers"
	@exec $(PY) -m motionflow serve --port $(PORT)

test: $(VENV)/dev.stamp ## install what is missing, then check and test everything on SQLite and PostgreSQL
	@.ci/debian chromium-headless-shell gcc libc6-dev libreoffice-writer-nogui pandoc poppler-utils postgresql openssl
	@$(MAKE) $(SIDE_BY_SIDE) $(PARTS)

without-database:
	MOTIONFLOW_TEST_DATABASE=none $(PYTEST) $(WITHOUT_DATABASE)

web-sqlite faults-sqlite browser-sqlite: %-sqlite:
	$(ON_SQLITE) tests/$*

web-postgresql faults-postgresql browser-postgresql: %-postgresql:
	$(ON_POSTGRESQL) tests/$*

others-sqlite:
	$(ON_SQLITE) $(OTHERS)

others-postgresql:
	$(ON_POSTGRESQL) $(OTHERS)

packaging:
	$(PYTEST) tests/packaging

test-long: $(VENV)/dev.stamp ## run what takes minutes: faults and crowds at full length, on both databases
	@.ci/debian chromium-headless-shell gcc libc6-dev postgresql openssl
	MOTIONFLOW_TEST_DATABASE=sqlite $(PYTEST) -m long
	MOTIONFLOW_TEST_DATABASE=postgresql $(PYTEST) -m long

check: style types imports ## look at the code without running it: style, types, direction of imports

style: $(VENV)/dev.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/dev.stamp
	$(PY) -m mypy

imports: $(VENV)/dev.stamp
	$(VENV)/bin/lint-imports --no-logo

bench: $(VENV)/dev.stamp ## measure; prints one JSON object a line
	@$(PY) -m tests.bench

words: $(VENV)/dev.stamp ## bring the catalogues of translations up to date with the source
	@mkdir -p var
	$(VENV)/bin/pybabel --quiet extract --mapping-file=babel.cfg --no-default-keywords --keywords=_ --keywords=N_ --keywords=plural:1,2 --no-location --sort-output --no-wrap --project=motionflow --output-file=var/messages.pot .
	for language in nb nn; do \
	  $(VENV)/bin/pybabel --quiet update --input-file=var/messages.pot --output-file=motionflow/translations/$$language.po --locale=$$language --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; \
	done
	$(PYTEST) tests/test_i18n.py

lock: ## remake requirements/*.txt from setup.cfg (needs uv); add UPGRADE=--upgrade for newer versions
	uv pip compile $(LOCK) --extra postgres --output-file requirements/run.txt setup.cfg
	uv pip compile $(LOCK) --extra postgres --extra dev --constraints requirements/run.txt --output-file requirements/dev.txt setup.cfg

LOCK = --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header $(UPGRADE)

vendor: $(VENV)/dev.stamp ## fetch the pages' styles and fonts again (needs npm)
	.ci/vendor
	$(PYTEST) tests/shape/test_vendored.py

clean: ## remove what was built and cached; .venv and the data in var stay
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# A stamp is newer than its lock file when the lock is installed.
$(VENV)/%.stamp: requirements/%.txt
	@PYTHON=$(PYTHON) .ci/debian python3-venv
	@$(PYTHON) -c 'import sys; sys.exit("motionflow needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	@test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV)
	@echo "Installing requirements/$*.txt"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@
