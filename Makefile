# The commands a person needs. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test check bench prove-compose lock clean

VENV := .venv
PY := $(VENV)/bin/python
# Stamps say what is already done, so a second start does nothing slow.
RUN := $(VENV)/.run-installed
TEST := $(VENV)/.test-installed
# One more than processors: browsers and journeys wait for much of their time.
TEST_JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
LOCK = $(PY) -m uv pip compile --upgrade --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header

CATALOGUES := $(wildcard services/*/translations/*/LC_MESSAGES/*.po shared/web/translations/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: $(RUN) $(VENV)/.run-assets $(COMPILED) ## Install what is missing, then start Kierros
	@exec $(VENV)/bin/kierros up --demo

test: check $(VENV)/.run-assets $(VENV)/.test-assets $(COMPILED) ## Check, then run every test, on SQLite and PostgreSQL
	$(PY) -m pytest -n $(TEST_JOBS) --dist worksteal

check: $(TEST) $(COMPILED) ## Style, types and the walls between services
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: $(TEST) $(VENV)/.run-assets $(COMPILED) ## Measure Kierros beside its yardsticks
	$(PY) -m benchmarks

prove-compose: ## Build the containers, bring them up, do the main job through them
	bash tests/compose/prove.sh

lock: $(TEST) ## Choose versions anew and write them down with their hashes
	$(PY) shared/setup/packages.py requirements/lock.txt
	$(LOCK) requirements/run.in --output-file requirements/run.txt
	$(LOCK) --constraints requirements/run.txt requirements/test.in --output-file requirements/test.txt
	$(LOCK) requirements/node.in --output-file requirements/node.txt
	$(LOCK) requirements/lock.in --output-file requirements/lock.txt

clean: ## Remove what was installed and made; the data under var/ stays
	rm -rf $(VENV) var/tools shared/web/static/vendor *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find services shared -name '*.mo' -delete

$(PY):
	@sh shared/setup/virtualenv.sh $(VENV)

$(RUN): requirements/run.txt pyproject.toml | $(PY)
	@$(PY) shared/setup/packages.py requirements/run.txt
	@touch $@

$(TEST): requirements/test.txt $(RUN) | $(PY)
	@$(PY) shared/setup/packages.py requirements/test.txt
	@touch $@

$(VENV)/.%-assets: shared/setup/assets.json | $(RUN)
	@echo "Fetching files for browsers ($*)"; $(PY) -m shared.setup.assets $*
	@touch $@

%.mo: %.po | $(RUN)
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@
