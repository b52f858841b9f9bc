# Two commands set everything up: `make demo` and `make test`. Nothing else has to be installed by hand.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Pins every package, those that build newsreel too.
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check lint format types layers docs pytest bench clean

demo: $(VENV)/installed  ## Crawl the built-in local news site twice and ask three questions.
	$(BIN)/newsreel demo

test: check  ## Everything that must hold.

check: lint types layers docs pytest

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/installed-dev  ## Put the code into its form.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(VENV)/installed-dev
	$(BIN)/mypy

layers: $(VENV)/installed-dev
	$(BIN)/lint-imports

docs: $(VENV)/installed-dev  ## Are the generated pages up to date? (make docs-write brings them there)
	$(BIN)/python -m docs.generate --check

docs-write: $(VENV)/installed-dev
	$(BIN)/python -m docs.generate

# A file of tests stays in one process: its tests share crawled sites.
pytest: $(VENV)/installed-dev
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[delta,iceberg,pandas,polars,search,wacz]'
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/pip install --quiet --requirement requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV)
