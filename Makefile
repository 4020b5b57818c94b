# Everything a person needs is `make run` and `make test`; `make` alone lists the rest.
# Written for GNU Make 3.81 and POSIX sh, which is what macOS has.
.PHONY: help run test check bench picture fmt pin wheel clean setup setup-dev \
        lint types contracts test-wheel coverage test-st bench-st setup-st
.NOTPARALLEL:

BIN = .venv/bin
SOURCES = assistant knowledge prompts tui tests benchmarks tools
PYTEST = $(BIN)/python -m pytest -n auto
export PYTHON UPGRADE

help: ## list what make can do
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -e 's/:.*## /	/' | sort | while IFS='	' read -r name text; do \
	    printf '  make %-10s %s\n' "$$name" "$$text"; done

run: setup ## install what is needed, then open govplan (ARGS="list" for a command)
	@$(BIN)/govplan $(ARGS)

test: setup-dev ## install what is needed, then run all tests in parallel (ARGS="-k text" for some)
	@$(PYTEST) $(ARGS)

test-st: setup-st ## the tests with a real sentence-transformers model, in an environment with torch (.venv-st)
	@.venv-st/bin/python -m pytest tests/st $(ARGS)

check: setup-dev lint types contracts test-wheel coverage ## every gate: what CI runs

lint:
	@echo "== ruff"
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)

types:
	@echo "== mypy (strict)"
	@$(BIN)/mypy

contracts:
	@echo "== import-linter"
	@$(BIN)/lint-imports

test-wheel:
	@echo "== the wheel, in an environment of its own"
	@$(BIN)/python -m pytest tests/packaging

coverage:
	@echo "== tests, with branch coverage"
	@$(PYTEST) --ignore tests/packaging --cov --cov-branch --cov-report=term

bench: setup-dev ## measure, and write docs/benchmarks.md (ARGS="startup" for some, without writing)
	@$(BIN)/python -m benchmarks $(ARGS)

bench-st: setup-st ## what is found with a real sentence-transformers model, into docs/benchmarks.md
	@.venv-st/bin/python -m benchmarks --write rates_minilm

picture: setup-dev ## make the picture of the app that the README shows
	@$(BIN)/python tools/picture.py

fmt: setup-dev ## format the code and put the imports in order
	@$(BIN)/ruff check --fix-only --quiet $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

wheel: setup-dev ## build the wheel into dist/
	@rm -rf build # what an earlier build left there would get into this one
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

pin: setup ## write requirements/*.txt again after a change in pyproject.toml (UPGRADE=1 for newer versions)
	@tools/pin.sh

clean: ## remove what was made here, the environment too (not your plans)
	rm -rf .venv .venv-st build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
	    .import_linter_cache .coverage htmlcov benchmarks/results
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@sh tools/setup.sh run

setup-dev:
	@sh tools/setup.sh dev

setup-st:
	@sh tools/setup.sh st
