# The commands a person needs. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test test-long test-both pictures check bench prove-compose lock clean

VENV := .venv
PY := $(VENV)/bin/python
# Stamps say what is already done, so a second start does nothing slow.
RUN := $(VENV)/.run-installed
TEST := $(VENV)/.test-installed
# Where Python may not keep what it compiled, every start of every process compiles everything anew.
export PYTHONDONTWRITEBYTECODE :=
# What is fetched from elsewhere is waited for, while something else can be done.
MAKEFLAGS += --jobs=2
# Two more than processors: browsers, journeys and whoever asks PostgreSQL wait for much of their time.
TEST_JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)
LOCK = $(PY) -m uv pip compile --upgrade --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header

CATALOGUES := $(wildcard services/*/translations/*/LC_MESSAGES/*.po shared/web/translations/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: $(RUN) $(VENV)/.run-assets $(COMPILED) ## Install what is missing, then start Kierros
	@exec $(VENV)/bin/kierros up --demo

test: check $(VENV)/.run-assets $(VENV)/.test-assets $(VENV)/.test-libical $(COMPILED) ## Check, then run every test, on SQLite and PostgreSQL
	$(PY) -m pytest -n $(TEST_JOBS) --dist worksteal

test-long: $(TEST) $(VENV)/.run-assets $(VENV)/.test-assets $(COMPILED) ## Kill senders, services and databases for half an hour
	KIERROS_LONG_TESTS=1 $(PY) -m pytest -n 2 --dist worksteal tests/journeys/test_mail_faults.py tests/journeys/test_each_mail_once.py

test-both: $(TEST) $(VENV)/.run-assets $(VENV)/.test-assets $(VENV)/.test-libical $(COMPILED) ## Run on both databases what takes turns in make test
	KIERROS_BOTH_DATABASES=1 $(PY) -m pytest -n $(TEST_JOBS) --dist worksteal tests/services/*/routes tests/services/notifications/actions \
		tests/services/registration/actions/test_move_mails.py tests/journeys/test_academy.py tests/journeys/test_failures.py tests/journeys/test_in_the_browser.py \
		tests/journeys/test_main_job.py

pictures: $(TEST) $(VENV)/.run-assets $(VENV)/.test-assets $(COMPILED) ## Walk by keyboard and photograph every page in all looks
	rm -rf var/pictures
	KIERROS_PICTURES=var/pictures $(PY) -m pytest -n 2 --dist worksteal tests/walks tests/browser -k "walks or nobodys_way"; \
	passed=$$?; $(PY) -m tests.support.contact_sheet var/pictures && exit $$passed

check: $(TEST) $(COMPILED) ## Style, types and the walls between services
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	@# beside it tests are compiled, or each process that runs some would compile them all
	@$(PY) -m pytest --collect-only --quiet >/dev/null & collected=$$!; \
	$(VENV)/bin/mypy && $(VENV)/bin/lint-imports; checked=$$?; wait $$collected; exit $$checked

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

# Where it is not to be had, its tests are skipped and say why.
$(VENV)/.test-libical: shared/setup/libical.py | $(RUN)
	@if $(PY) -m shared.setup.libical; then touch $@; fi

%.mo: %.po | $(RUN)
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@
