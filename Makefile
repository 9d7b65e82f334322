# The commands of this project. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help install demo up test soak soak-kills soak-desk check check-types check-all-else bench pictures train evaluate words lock
.DEFAULT_GOAL := help

help:
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(DEV) ## make the virtual environment and install the pinned packages

# Made again only when a lock file changes: a warm `make demo` must not wait for pip, and a newcomer needs no test tools.
$(STAMP): config/requirements/runtime.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Wellheard needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)."; \
	  echo "Name another one: make $(or $(firstword $(MAKECMDGOALS)),install) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "No virtual environment could be made. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing packages (about a minute the first time) …"
	@$(PIP) -r $<
	@touch $@

$(DEV): config/requirements/dev.txt $(STAMP)
	@echo "Installing what tests and linters need …"
	@$(PIP) -r config/requirements/runtime.txt -r $<
	@touch $@

demo: $(STAMP) ## run the practice company, in data/demo
	@exec $(BIN)/python manage.py up --demo

up: $(STAMP) ## run Wellheard on your own data, in data/live
	@exec $(BIN)/python manage.py up

# Images of Python often forbid compiled files, which would have every process that a test starts compile all anew.
test: export PYTHONDONTWRITEBYTECODE :=
test: export OPENBLAS_NUM_THREADS := 1
test: $(DEV) ## run every test in random order, on three processes
	@exec $(BIN)/pytest -n 3 --dist worksteal -m "not bench" tests

# Not part of CI. Smaller or larger: make soak-kills SOAK_MENTIONS=10000 SOAK_KILLS=12
SOAK_MENTIONS ?= 100000
SOAK_KILLS ?= 60
SOAK_RESTARTS ?= 20
soak: soak-kills soak-desk ## both long tests: kills while very many mentions come in, many people at the desk

soak-kills: $(DEV) ## kill processes for a long time while very many mentions come in
	@WELLHEARD_SOAK_MENTIONS=$(SOAK_MENTIONS) WELLHEARD_SOAK_KILLS=$(SOAK_KILLS) \
	  WELLHEARD_SOAK_RESTARTS=$(SOAK_RESTARTS) \
	  $(BIN)/pytest -s -m chaos tests/chaos/test_kills.py

# Needs 10 GB of disk and minutes to fill. Smaller: make soak-desk DESK_MENTIONS=2000 DESK_PEOPLE=5 DESK_SECONDS=10
DESK_MENTIONS ?= 1000000
DESK_PEOPLE ?= 50
DESK_SECONDS ?= 300
soak-desk: $(DEV) ## let 50 people work for five minutes on a million mentions; prints p50 and p95
	@WELLHEARD_DESK_MENTIONS=$(DESK_MENTIONS) WELLHEARD_DESK_PEOPLE=$(DESK_PEOPLE) \
	  WELLHEARD_DESK_SECONDS=$(DESK_SECONDS) \
	  $(BIN)/pytest -s -m bench tests/chaos/test_desk.py

# Settings refuse to load without a key; these commands touch no data that it would protect.
check: export SECRET_KEY := $(shell head -c 48 /dev/urandom | base64 | tr -d '\n')
check: $(DEV) ## lint, types, contracts, settings
	@$(MAKE) --no-print-directory -j 2 check-types check-all-else

# Types take as long as all the rest.
check-types:
	$(BIN)/mypy --strict config listening engagement dashboards tests manage.py

check-all-else:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files '*/templates/*.html')
	$(BIN)/bandit -q -ll -c pyproject.toml -r config listening engagement dashboards
	BASE_URL=https://wellheard.example TRUSTED_PROXIES=1 $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -W ignore manage.py makemigrations --check --dry-run

bench: $(DEV) ## print every benchmark's ratios
	@set -e; for file in tests/bench/bench_*.py; do \
	  name=$$(basename $$file .py); echo "== $$name"; $(BIN)/python -m tests.bench.$$name; done

# Needs Chromium and a running `make demo`; another address: make pictures ADDRESS=http://localhost:8207
pictures: $(DEV) ## take the README's pictures again, from the running demo
	@exec $(BIN)/python -m tests.browser.pictures

# The same rows give the same bytes. SHIP=folder of public labelled texts (*.jsonl.gz, licences in docs/model-card.md).
train: $(DEV) ## make the scoring models again, from the corpus and SHIP=folder
	@test -n "$(SHIP)" || echo "No SHIP=folder: training on the corpus alone. The shipped English model was made with" \
	  "four public sets as well (docs/model-card.md); without them it comes out different."
	@$(BIN)/python -m listening.scoring.training $(SHIP)
	@$(BIN)/python -m listening.scoring.relevance_training

evaluate: $(DEV) ## measure scoring on the held-out fifth of the corpus, and on labelled texts in DIR=folder
	@$(BIN)/python -m listening.scoring evaluate corpus
	@test -z "$(DIR)" || $(BIN)/python -m listening.scoring evaluate $(DIR)

# Needs GNU gettext. Compiled catalogues are kept beside their sources, so that installing needs none.
words: export SECRET_KEY := $(shell head -c 48 /dev/urandom | base64 | tr -d '\n')
words: $(DEV) ## bring the catalogues of other languages up to date with the sources, and compile them
	@$(BIN)/python manage.py makemessages --all --no-location --no-wrap --no-obsolete \
	  --ignore .venv --ignore tests --ignore data --ignore build
	@$(BIN)/python manage.py compilemessages --ignore .venv

# Needs pip-tools and every supported Python's packages; index addresses must not get into the files.
lock: $(DEV) ## pin the packages again, after editing config/requirements/*.in
	$(BIN)/python -m pip install --quiet pip-tools
	cd config/requirements && for kind in runtime dev; do \
	  ../../$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
	    --no-emit-index-url --no-emit-trusted-host --output-file $$kind.txt $$kind.in; done
