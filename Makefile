# `make run` serves the whole graph with demo content; `make test` proves it. Both set up what they need.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check setup format docs bench fuzz clean

run: setup
	@$(BIN)/python -m gateway demo

test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --reruns 1

check: setup
	$(BIN)/ruff format --check gateway sources tests bench
	$(BIN)/ruff check gateway sources tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m gateway schema --check
	$(BIN)/python -m gateway docs --check

setup: .venv/ready

UI := $(wildcard gateway/console/ui/*.json gateway/console/ui/*.mjs gateway/console/ui/*.js gateway/console/ui/*.jsx gateway/console/ui/*.ts gateway/console/ui/*.tsx gateway/console/ui/src/*)

.venv/ready: pyproject.toml constraints.txt $(UI) sources/apidae/emulator/package-lock.json \
		gateway/http/audit/package-lock.json gateway/embed/audit/package-lock.json examples/typescript/package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=python3.11.")'
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment: apt-get install python3-venv." >&2; exit 1; }
	@echo "Installing the locked dependencies ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[embedded,demo,dev]'
	@$(BIN)/python -c 'import sys; from gateway.console.build import find_node; sys.exit(find_node() is None)' || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[node]'
	@$(BIN)/python -m gateway.console.build gateway/console/ui sources/apidae/emulator gateway/http/audit gateway/embed/audit \
		examples/typescript
	@touch $@

format: setup
	$(BIN)/ruff format gateway sources tests bench
	$(BIN)/ruff check --fix gateway sources tests bench

docs: setup
	$(BIN)/python -m gateway schema
	$(BIN)/python -m gateway docs

bench: setup      # needs wrk (apt-get install wrk); some ten minutes on a quiet machine
	$(BIN)/python -m bench

fuzz: setup       # both executors on twenty thousand random operations
	FUZZ_OPERATIONS=20000 $(BIN)/python -m pytest -q -s tests/acceptance/test_executors_agree.py

clean:
	rm -rf .venv var gateway/console/dist gateway/*/*/node_modules sources/*/*/node_modules examples/*/node_modules
