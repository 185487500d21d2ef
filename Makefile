.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python platform/manage.py
TESTING := DJANGO_SETTINGS_MODULE=config.settings.test
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run check test proofs coverage journey bench lock schema states messages clean env dev tables lint types contracts migrations schema-check messages-check

help: ## what can be typed here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: env ## start everything on this machine and say where it is (PORT, JISR_DATA, DATABASE_URL, REDIS_URL, JISR_BASE_URL)
	@exec $(BIN)/python -m config.trial

check: env ## say all that is wrong with a course package (PACKAGE=folder or zip)
	@$(MANAGE) messages --compile >/dev/null
	@$(MANAGE) check_package "$(PACKAGE)"

test: dev ## lint, types, contracts, migrations, schema, translations, the whole suite
	@$(BIN)/python -m tests.services $(MAKE) --no-print-directory --jobs=2 --output-sync=target \
		lint tables types contracts migrations schema-check messages-check
	@$(BIN)/pytest -n 2 --dist worksteal

proofs: dev ## the slow proofs at the size stated: killed workers, large data (within 30 minutes)
	@JISR_PROOFS=full $(BIN)/pytest -n 2 --dist worksteal -m proof

coverage: dev ## the whole suite, and what it does not reach
	@$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term-missing:skip-covered

journey: env ## play one learner's journey against a running server (BASE=http://localhost:8000)
	@$(MANAGE) journey $(if $(BASE),--base $(BASE))

bench: bench-house ## measure the hot paths beside their floors; writes var/bench/house.json (bench-NAME: another of tests/benchmarks)

bench-%: dev
	@$(BIN)/python -m tests.benchmarks.$*

lock: dev ## resolve the dependencies of pyproject.toml anew into requirements/
	@$(BIN)/uv pip compile --quiet --upgrade --no-strip-extras --generate-hashes --universal --python-version 3.11 --no-header \
		--group install pyproject.toml --output-file requirements/run.txt
	@$(BIN)/uv pip compile --quiet --upgrade --no-strip-extras --generate-hashes --universal --python-version 3.11 --no-header \
		--group dev --constraint requirements/run.txt pyproject.toml --output-file requirements/dev.txt

schema: dev ## write docs/api/openapi.yaml
	@mkdir -p docs/api
	@$(TESTING) $(MANAGE) spectacular --validate --fail-on-warn --file docs/api/openapi.yaml

states: dev ## write docs/mentoring-states.md from the tables by which mentoring moves
	@$(TESTING) $(MANAGE) states

messages: dev ## extract and compile the translations
	@$(TESTING) $(MANAGE) messages

clean: ## remove what the tools made; the environment and var/ stay
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov dist
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

env:
	@$(PYTHON) platform/config/trial/bootstrap.py run

dev:
	@$(PYTHON) platform/config/trial/bootstrap.py dev

tables:
	@env -u DATABASE_URL $(BIN)/python -m tests.services

lint:
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types:
	@$(BIN)/mypy

contracts:
	@$(BIN)/lint-imports --no-logo

migrations:
	@$(TESTING) $(MANAGE) makemigrations --check --dry-run

schema-check:
	@mkdir -p var
	@$(TESTING) $(MANAGE) spectacular --validate --fail-on-warn --file var/openapi.yaml
	@diff -u docs/api/openapi.yaml var/openapi.yaml || { echo "The schema changed. Type: make schema"; exit 1; }

messages-check:
	@$(TESTING) $(MANAGE) messages --check
