# What a fresh machine needs: git, make and Python 3.11 or later. `make demo` shows the program, `make test` checks it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test bench fmt schemas rules clean

demo: $(VENV)/installed
	$(BIN)/rugctl validate
	$(BIN)/rugctl attendance --person "ricardo rocha"
	$(BIN)/rugctl topics kueue

test: $(VENV)/installed-for-tests $(VENV)/installed-for-node
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n auto --cov --cov-report=term:skip-covered
	$(BIN)/rugctl validate

# SIZES="80 1000" says how many meetings; more than 10000 leave out the slowest of the others.
bench: $(VENV)/installed
	$(PIP) install --constraint constraints.txt pyarrow
	$(BIN)/python benchmarks/bench.py $(SIZES)

fmt: $(VENV)/installed-for-tests
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

schemas: $(VENV)/installed
	$(BIN)/python -m rugctl.model.schema schemas

rules: $(VENV)/installed
	$(BIN)/rugctl explain --format markdown > docs/rules.md

clean:
	rm -rf $(VENV) .bench

$(VENV)/pip: constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "error: $(PYTHON) is not Python 3.11 or later; name one that is: make PYTHON=python3.12 …" >&2; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --constraint constraints.txt --upgrade pip
	@touch $@

$(VENV)/installed: $(VENV)/pip pyproject.toml constraints.txt
	$(PIP) install --constraint constraints.txt --build-constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-for-tests: $(VENV)/installed
	$(PIP) install --constraint constraints.txt --group dev
	@touch $@

# What runs on Node; where there is none, the tests that need it are skipped.
$(VENV)/installed-for-node: $(VENV)/pip tests/outfit/package.json
	@if command -v npm > /dev/null; then cp tests/outfit/package.json $(VENV)/ && \
	  npm install --prefix $(VENV) --loglevel=error --no-package-lock --no-audit --no-fund --ignore-scripts; \
	  else echo "There is no npm here: the tests of editors and workflows are skipped."; fi
	@touch $@
