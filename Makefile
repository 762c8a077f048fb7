# Every target prints what it does, works from a fresh clone, and may be repeated.

PYTHON ?= python3
PORT ?= 8000
CHROMIUM ?= chromium
PY := .venv/bin/python
# What passed once passes again in the same order; ORDER= shuffles the tests anew.
ORDER ?= --randomly-seed=2816458246
# Tests and checks have servers of their own, so they never touch the data of `make run`.
ASIDE := KEPT_HOME=.local/test KEPT_FSYNC=off
# What a deployment sets, for the deployment check; nothing connects to these.
DEPLOYED := DEBUG=0 SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(64))") \
	ALLOWED_HOSTS=cases.example.com PUBLIC_BASE_URL=https://cases.example.com BEHIND_PROXY=1 \
	DATABASE_URL=postgresql://kept_web:x@db.example.com/kept REDIS_URL=redis://cache.example.com/0

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_REQUIRE_VIRTUALENV := 1

.DEFAULT_GOAL := help
.PHONY: help run test check shots bench reset lock install install-dev browser

help: ## Show what can be asked for
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install ## Serve the product on this machine (PORT=8000); Ctrl-C stops it, the data stays
	@PORT=$(PORT) $(PY) -m config.local run

test: install-dev browser ## Run every test (ARGS="tests/cases -k closing" for some)
ifdef ARGS
	@echo "Running some tests"
	@$(PY) -m pytest $(ARGS)
else
	@echo "Running the tests"
	@$(PY) -m pytest $(ORDER) --numprocesses auto -m "not faults"
	@echo "Running the tests that stop and kill servers, one at a time"
	@$(PY) -m pytest $(ORDER) -m faults
endif

check: install-dev ## Check format, lint, templates, imports, migrations and deployment settings
	@echo "Format of Python"
	@$(PY) -m ruff format --check --quiet .
	@echo "Lint of Python"
	@$(PY) -m ruff check --quiet .
	@echo "Format and lint of templates"
	@$(PY) -m djlint templates --check --quiet
	@$(PY) -m djlint templates --lint --quiet
	@echo "Who imports whom"
	@.venv/bin/lint-imports
	@echo "Migrations fit the models"
	@$(ASIDE) $(PY) manage.py makemigrations --check --dry-run
	@echo "Settings of a deployment"
	@$(DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING
	@echo "Requirements are pinned, hashed and name no index"
	@$(PY) -m tests.infra.pins requirements.txt requirements-dev.txt

shots: install-dev browser ## Take pictures of every page into shots/
	@echo "Taking pictures"
	@$(PY) -m tests.shots $(ARGS)

bench: install-dev ## Measure the product on a million cases
	@echo "Measuring"
	@$(PY) -m bench $(ARGS)

reset: install ## Delete this installation's data and keys (asks first; YES=1 does not)
	@YES=$(YES) $(PY) -m config.local reset

lock: install-dev ## Pin the newest allowed versions of what requirements*.in name
	@echo "Pinning versions"
	@$(PY) -m piptools compile --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements.txt requirements.in
	@$(PY) -m piptools compile --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements-dev.txt requirements-dev.in

install: .venv/installed ## Make the virtual environment
install-dev: .venv/installed-dev ## The same, with what tests and checks need

.venv/bin/python:
	@echo "Making a virtual environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kept needs Python 3.11 or newer; name one: make PYTHON=python3.11")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing (Debian: apt-get install python3-venv)."; exit 1; }

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing what the product needs"
	@$(PY) -m pip install -qq --require-hashes --requirement requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the product, its tests and its checks need"
	@$(PY) -m pip install -qq --require-hashes --requirement requirements-dev.txt
	@touch $@ .venv/installed

browser:
	@command -v $(CHROMIUM) >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Chromium for the browser tests"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
		else \
			echo "The browser tests need Chromium; please install it (Debian: sudo apt-get install chromium)."; exit 1; \
		fi; }
