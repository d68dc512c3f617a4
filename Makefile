# Every command a developer types. `make run` and `make test` do all the set-up they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export FLASK_APP := wsgi.py
export PYTHONWARNINGS := ignore::RuntimeWarning:platformdirs.api

.DEFAULT_GOAL := help
.PHONY: help bootstrap run worker demo test torture browser bench format lint types floors audit check db requirements vendor clean

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

bootstrap: $(STAMP) ## Create the virtual environment and install the pinned requirements

$(STAMP): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "coordhub needs Python 3.11 or newer: make run PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(STAMP) requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(STAMP) ## Start the hub: web server and worker (PORT, HUB_DATA)
	@exec $(BIN)/python -m flask serve

worker: $(STAMP) ## Start one more worker
	@exec $(BIN)/python -m flask worker run

db: $(STAMP) ## Bring database, gazetteer and starter directory up to date
	@$(BIN)/python -m flask prepare

test: $(VENV)/.installed-dev ## Run the whole suite, on SQLite and PostgreSQL, with the browser tests
	@$(BIN)/python tools/find_chromium.py --install
	@$(BIN)/python tools/find_postfix.py --install
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup $(ARGS)

browser: $(VENV)/.installed-dev ## Run the browser tests alone
	@$(BIN)/python tools/find_chromium.py --install
	@$(BIN)/python -m pytest -q -m browser $(ARGS)

torture: $(VENV)/.installed-dev ## Kill and freeze workers while 2,000 letters leave, on both databases (TORTURE_SEED)
	@$(BIN)/python -W ignore -m tests.mail.torture $(ARGS)

bench: $(VENV)/.installed-dev ## Measure pages, look-ups, delivery of letters, digests (ARGS=places: only these)
	@$(BIN)/python tools/find_postfix.py --install
	@$(BIN)/python -m bench $(ARGS)

format: $(VENV)/.installed-dev ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix-only --quiet .

lint: $(VENV)/.installed-dev ## Look for faults and bad form
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.installed-dev ## Check the types, strictly
	@$(BIN)/mypy

floors: $(VENV)/.installed-dev ## Check that imports point down
	@$(BIN)/lint-imports

audit: $(VENV)/.installed-dev ## Ask whether a requirement has a known hole (needs the network)
	@$(BIN)/pip-audit -r requirements.txt --no-deps --disable-pip

check: lint types floors test ## Everything CI checks

requirements: $(VENV)/.installed-dev ## Compile the pinned requirements
	@cd . && for name in requirements requirements-dev; do $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file $$name.txt $$name.in; done

vendor: $(STAMP) ## Fetch the vendored front-end files anew by vendor.lock.json
	@$(BIN)/python tools/vendor_assets.py

clean: ## Remove the virtual environment and the caches, not the data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .cache
