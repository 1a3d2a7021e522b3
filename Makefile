# Sets Footnote up from nothing: Python 3.11 or newer with pip, and make, are all a machine needs.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL = $(PYTHON) -m pip --python $(BIN)/python install -qq --no-deps --no-compile
# Each file is compared with its hash, and none is built: that would fetch what no hash is known of.
LOCKED = --only-binary :all: --require-hashes

# Compiled once, the libraries load in half the time; nothing but $(VENV) and caches is written to.
unexport PYTHONDONTWRITEBYTECODE

# What imports onnxruntime by itself, as benchmarks do, doesn't report that to its makers.
export ORT_DISABLE_TELEMETRY ?= 1

.DEFAULT_GOAL := help
.PHONY: help ask bot test trust coverage mutants fuzz score bench pictures lock upgrade audit licences clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

# The question goes as it was typed; make would read its dollar signs as variables.
unexport Q
ask: export QUESTION = $(value Q)
ask: $(VENV)/.installed ## answer a question: make ask Q="Who negotiates?"
	@test -n "$$QUESTION" || { echo 'Ask something: make ask Q="Who negotiates?"' >&2; exit 2; }
	@$(BIN)/footnote ask -- "$$QUESTION"

bot: $(VENV)/.installed ## run the Discord bot; .env holds its DISCORD_TOKEN
	@$(BIN)/footnote bot

test: $(VENV)/.installed-dev ## run every check and every test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile

trust: $(VENV)/.installed-dev ## kill rebuilds, and ask through ten minutes of them
	$(BIN)/pytest -m trust

coverage: $(VENV)/.installed-dev ## run every test, and tell which lines and branches none ran
	$(BIN)/pytest -n auto --dist loadfile --cov -m 'not trust and not untraced'

mutants: $(VENV)/.installed-dev ## change the code in small ways, and tell what no test notices
	$(BIN)/python -m benchmarks.mutants $(OPTIONS)

fuzz: $(VENV)/.installed-dev ## try properties with bytes chosen by the code they reach (Linux)
	@$(INSTALL) $(LOCKED) -r requirements-fuzz.lock >&2
	$(BIN)/python -m benchmarks.fuzzing $(OPTIONS)

score: $(VENV)/.installed ## measure retrieval and answers against their floors
	@$(BIN)/python -m benchmarks.run $(OPTIONS)

# Without the libraries of LlamaIndex's stock pipeline, the rest is measured all the same.
bench: $(VENV)/.installed ## measure speed beside LlamaIndex's; the first time takes an hour and 6 GB
	@$(MAKE) --no-print-directory .venv-bench/.installed || echo 'No LlamaIndex beside it.' >&2
	@$(BIN)/python -m benchmarks.speed $(OPTIONS)

pictures: $(VENV)/.installed-dev ## draw the README's pictures anew; needs Chromium
	@$(BIN)/python -m benchmarks.pictures docs

lock: $(VENV)/.installed-dev ## write the locks anew after a change of pyproject.toml
	$(BIN)/uv pip compile --quiet $(UPGRADE) --group locked pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet $(UPGRADE) --group dev -c requirements.lock -o requirements-dev.lock
	$(BIN)/uv --no-config pip compile --quiet $(UPGRADE) --group bench -c requirements.lock \
	  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --custom-compile-command 'make lock' -o requirements-bench.lock
	$(BIN)/uv --no-config pip compile --quiet $(UPGRADE) --group audit \
	  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --custom-compile-command 'make lock' -o requirements-audit.lock
	$(BIN)/uv --no-config pip compile --quiet $(UPGRADE) --group fuzz --generate-hashes \
	  --custom-compile-command 'make lock' -o requirements-fuzz.lock

upgrade: UPGRADE = --upgrade
upgrade: lock ## write the locks anew with the newest versions

# Strictly: a package that nothing is known of fails it, and so does an index without advisories.
audit: .venv-audit/.installed ## look for known vulnerabilities in what is locked
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off \
	  -r requirements.lock -r requirements-dev.lock -r requirements-audit.lock \
	  -r requirements-fuzz.lock

licences: $(VENV)/.installed-dev ## write the licences of what is locked anew
	$(BIN)/python -m deploy.licences > docs/licences.md.new
	mv docs/licences.md.new docs/licences.md

clean: ## remove the virtual environments and what tests left
	rm -rf $(VENV) .venv-bench .venv-audit .mutants .coverage

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo '$(PYTHON) is not Python 3.11 or newer: name one that is, as in PYTHON=python3.12' >&2; \
	  exit 1; }
	@echo 'Setting up $(VENV); the first time takes a minute or two …' >&2
	@$(PYTHON) -m venv --without-pip $(VENV)
	@$(INSTALL) $(LOCKED) -r requirements.lock >&2
	@$(INSTALL) --no-build-isolation --editable . >&2
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@$(INSTALL) $(LOCKED) -r requirements-dev.lock >&2
	@touch $@

.venv-bench/.installed: requirements-bench.lock
	@echo 'Setting up .venv-bench, 6 GB …' >&2
	@$(PYTHON) -m venv --without-pip .venv-bench
	@$(PYTHON) -m pip --python .venv-bench/bin/python install -qq --no-deps --no-compile \
	  $(LOCKED) -r requirements-bench.lock >&2
	@touch $@

.venv-audit/.installed: requirements-audit.lock
	@$(PYTHON) -m venv --without-pip .venv-audit
	@$(PYTHON) -m pip --python .venv-audit/bin/python install -qq --no-deps --no-compile \
	  $(LOCKED) -r requirements-audit.lock >&2
	@touch $@
