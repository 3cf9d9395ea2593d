# Two commands: `make run` starts the whole hotline on this machine, `make test` runs every check.
PYTHON ?= python3
VENV := .venv
SYNAPSE := .venv-synapse
BIN := $(VENV)/bin
WITH_NODE = PATH="$(CURDIR)/$(BIN):$$PATH"
OPTIONS ?=

.PHONY: run setup setup-figures setup-reports test test-setup lint test-python test-seal test-page test-browser lock page bench-page bench-lines bench-desk bench-roads bench-assign bench-plan bench-load bench-figures clean

run: setup
	@exec $(BIN)/aman up $(OPTIONS)

setup: $(VENV)/.run-installed

$(VENV)/.run-installed: requirements/run.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh scripts/check_python.sh
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup-figures: $(VENV)/.run-installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/figures.lock

setup-reports: $(VENV)/.run-installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/reports.lock

test-setup: $(VENV)/.test-installed $(SYNAPSE)/.installed node_modules/.installed
	@sh scripts/test_packages.sh

$(VENV)/.test-installed: $(VENV)/.run-installed requirements/test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	$(BIN)/python scripts/link_node.py
	@touch $@

$(VENV)/.bench-installed: $(VENV)/.test-installed requirements/bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.lock
	@touch $@

$(SYNAPSE)/.installed: requirements/synapse.lock
	$(PYTHON) -m venv $(SYNAPSE)
	$(SYNAPSE)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/synapse.lock
	@touch $@

node_modules/.installed: package.json package-lock.json $(VENV)/.test-installed
	$(WITH_NODE) npm ci --silent
	@touch $@

test: test-setup lint test-seal test-page test-python test-browser

lint: test-setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(WITH_NODE) npm run --silent lint

test-python: test-setup
	$(WITH_NODE) $(BIN)/pytest -n auto --dist loadgroup

test-seal: test-setup
	$(WITH_NODE) npm run --silent test:seal

test-page: test-setup
	$(WITH_NODE) npm run --silent test:page

test-browser: test-setup
	$(WITH_NODE) npm run --silent test:browser

bench-page: test-setup
	$(WITH_NODE) npm run --silent bench:page

bench-desk: test-setup
	PYTHONPATH=tests $(BIN)/python tests/bench/many_waiting.py $(OPTIONS)

bench-lines: test-setup
	PYTHONPATH=tests $(BIN)/python -P -m bench.lines $(LINES)

bench-roads: $(VENV)/.bench-installed
	PYTHONPATH=tests $(BIN)/python -P -m bench.roads $(OPTIONS)

bench-assign: test-setup
	PYTHONPATH=tests $(BIN)/python -P -m bench.assignment $(OPTIONS)

bench-load: test-setup
	PYTHONPATH=tests $(BIN)/python -P -m bench.loading $(OPTIONS)

bench-plan: test-setup
	PYTHONPATH=tests $(BIN)/python -P -m bench.plan

bench-figures: test-setup
	PYTHONPATH=tests $(BIN)/python -P -m bench.figures

page: test-setup
	$(WITH_NODE) npm run --silent build

lock: test-setup
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 pyproject.toml requirements/run.in -o requirements/run.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 requirements/figures.in -c requirements/run.lock -o requirements/figures.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 requirements/reports.in -c requirements/run.lock -o requirements/reports.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 requirements/test.in -c requirements/run.lock -o requirements/test.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 requirements/bench.in -c requirements/run.lock -o requirements/bench.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 requirements/synapse.in -o requirements/synapse.lock

clean:
	rm -rf $(VENV) $(SYNAPSE) node_modules test-output bench-out
