BIN := .venv/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

serve: setup   ; $(BIN)/kurs vis
build: setup   ; $(BIN)/kurs bygg
test: tools    ; @sh tests/chromium.sh && sh tests/verktoy.sh && sh tests/postgres.sh && $(BIN)/pytest
lint: tools    ; $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/kurs sjekk
bench: tools   ; $(BIN)/python -m tests.bench.bench
schema: setup  ; $(BIN)/python -m generator.schema > cases/sak.schema.json
lock:
	$(LOCK) --extra dev -o requirements-dev.lock pyproject.toml
	$(LOCK) --extra setup --extra postgres -c requirements-dev.lock -o requirements.lock pyproject.toml
setup: .venv/ready
tools: .venv/tools

.venv/ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Enhetlig needs Python 3.11 or newer."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/tools: .venv/ready requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.PHONY: serve build test lint bench schema lock setup tools
