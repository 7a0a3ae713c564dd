# Palermo Ledger. Two commands on a fresh machine: `make serve` and `make test`. All: `make help`.
PYTHON ?= python3
PORT ?= 8001
BIN = .venv/bin

# French labels of closed lists are in db/curated/choice.csv; other languages have them in their catalogue.
EXTRACT = PYTHONPATH=. $(BIN)/pybabel -q extract -F locales/babel.cfg --no-location --sort-output \
  --project palermo-ledger --copyright-holder "Palermo Ledger contributors"
UPDATE = $(BIN)/pybabel -q update -d locales --ignore-obsolete --no-fuzzy-matching \
  --ignore-pot-creation-date --width 100

# What a person gives goes through the environment, as LEDGER_<NAME>, and is read by ingest/make.py.
# Neither make ($(value) does not expand) nor a shell reads it, so a file may be called anything.
# A variable counts only when it is given to make: many machines set LANGUAGE or NAME themselves.
VARIABLES = FILE SOURCE NAME INSTRUMENT STATE CONTACT COUNTRY LANGUAGE OUTPUT A B DRY BATCH EMBED \
  ALL PDF FROM SURE AS_OF PLAN ROLE WORKERS \
  MAIL SENDER SITE
said = $(filter command,$(origin $1))
plain = $(eval override $1 := $$(value $1))
$(foreach v,$(VARIABLES),$(eval LEDGER_$v := $$(if $$(call said,$v),$$(value $v))))
$(foreach v,$(filter-out PYTHON BIN,$(.VARIABLES)),$(if $(call said,$v),$(call plain,$v)))
LEDGER_PORT := $(value PORT)
LEDGER_GOALS := $(value MAKECMDGOALS)
LEDGER_PYTHON = $(BIN)/python
export LEDGER_PORT LEDGER_GOALS LEDGER_PYTHON $(VARIABLES:%=LEDGER_%)
RUN = @$(PYTHON) -m ingest.make

# SCHEDULER=tcp://… gives batch work to a Dask cluster: docs/publish.md, "Many machines".
CLUSTER = $(if $(value SCHEDULER),.venv/ready-cluster)
PIP = $(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
  --upgrade --custom-compile-command 'make upgrade'

.PHONY: asked help serve build releases quick test check scrape texts import plan suggest evaluate export release diff \
  pack lint words desk reviewer decisions backup digest bench upgrade clean

serve: build releases  ## set up, build and show the site at http://127.0.0.1:8001 (PORT=8001)
	$(BIN)/python -m deploy.site --port "$$LEDGER_PORT"

help:  ## list the commands
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "make %-9s %s\n", $$1, $$2 } \
	  /^##  / { printf "%14s %s\n", "", substr($$0, 5) }' Makefile

releases: .venv/ready  ## make older releases again from their commits, for /tip-1/ (needs git)
	-@$(BIN)/python -m ingest.old_releases

build: .venv/ready $(CLUSTER)  ## build db/tip.db from db/curated and db/raw
	@echo 'Building db/tip.db: a few seconds, longer with many texts in db/raw.'
	$(BIN)/python -m ingest.build

quick: .venv/ready-dev  ## a minute of tests: rules, facts, kept pages, the site without a browser
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -m 'not slow'

test: .venv/ready-dev check  ## set up and run everything, on every core
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: .venv/ready-dev  ## style, types and complexity only
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/xenon --max-absolute C ingest scrapers plugins bench deploy

scrape: .venv/ready $(CLUSTER)  ## fetch a source into db/raw
##  make scrape SOURCE=untc CONTACT=you@example.org (DRY=1 only says what it would ask)
##  make scrape SOURCE=untc,usdol CONTACT=you@example.org (several at once, WORKERS=2 at most)
	$(RUN) $@

texts: .venv/ready  ## bring the words of the laws whose public address is known
##  make texts (COUNTRY=SEN INSTRUMENT=sle-act-2022-12 CONTACT=you@example.org)
##  make texts COUNTRY=INT brings treaties and regional texts
##  make texts FROM=folder takes files of that folder, by their hashes, without a network
	$(RUN) $@

import: .venv/ready $(CLUSTER)  ## take in a text by hand, or a page saved from a source
##  make import FILE=law.pdf INSTRUMENT=sle-act-2022-12 (STATE=as_enacted LANGUAGE=en BATCH=1)
##  make import FILE=law.pdf INSTRUMENT=sle-act-2022-12 STATE=consolidated AS_OF=2024-03-01
##  make import FILE=gazette.pdf (each act in it that is a law on record)
##  make import FILE=page.html SOURCE=normlex NAME=ghana
	$(RUN) $@

plan: .venv/ready  ## take in a plan as its keeper has it; the same file again reports progress
##  make plan FILE=plan.xlsx PLAN=sen-plan-2026 (AS_OF=2026-11-29 LANGUAGE=fr OUTPUT=marked.xlsx BATCH=1)
	$(RUN) $@

suggest: .venv/ready $(CLUSTER) .venv/ready$(if $(filter 1 yes,$(LEDGER_EMBED)),-embed)  ## what the machine reads
##  make suggest FILE=law.pdf COUNTRY=SEN (LANGUAGE=fr OUTPUT=suggestions.csv EMBED=1)
##  make suggest FILE=folder WORKERS=4 (as many processes as cores when not given)
	$(RUN) $@

evaluate: .venv/ready-dev  ## score the suggestions on laws left out; writes docs/evaluation.md
	$(BIN)/python -m ingest.machine.training.evaluate

export: .venv/ready-export build  ## every table in open formats, with codebook and hashes: dist/
	$(BIN)/python -m ingest.export

release: .venv/ready  ## number the committed state: a line of db/curated/release.csv and its file
	$(BIN)/python -m ingest.release

diff: .venv/ready  ## what moved between two databases, in words
##  make diff A=db/tip-1.db B=db/tip.db (LANGUAGE=fr ALL=1)
	$(RUN) $@

pack: build  ## one country on a stick, as a zip in dist/
##  make pack COUNTRY=SEN (PDF=no without a browser)
	$(RUN) $@

lint: .venv/ready  ## put the curated files in their canonical form
	$(BIN)/python -m ingest.lint

desk: .venv/ready-desk build  ## the site with the review desk, where reviewers sign in at /review
	$(BIN)/python -m deploy.site --port "$$LEDGER_PORT" --review "$${REVIEW:-db/review.db}"

reviewer: .venv/ready-desk  ## an account at the review desk, or a new password for it
##  make reviewer NAME='Ama Mensah' (ROLE=reader, reviewer or editor; none ends it)
	$(RUN) $@

decisions: .venv/ready-desk  ## what reviewers decided, into db/curated: a commit an act and reviewer
	$(RUN) $@

backup: .venv/ready-desk  ## a whole copy of db/review.db, made while the desk works (OUTPUT=file)
	$(RUN) $@

digest: .venv/ready  ## mail what changed to those who asked for it at /follow: docs/publish.md
##  make digest MAIL=smtp://localhost:25 SENDER=ledger@example.org SITE=https://ledger.example.org
	$(RUN) $@

words: .venv/ready  ## gather the words of the site into the catalogues of locales/
##  make words LANGUAGE=pt begins a further language
	$(EXTRACT) -o .venv/words.pot plugins ingest
	$(EXTRACT) -o .venv/labels.pot plugins ingest db/curated
	test -z "$$LEDGER_LANGUAGE" || test -e "locales/$$LEDGER_LANGUAGE" || \
	  $(BIN)/pybabel -q init -i .venv/labels.pot -d locales -l "$$LEDGER_LANGUAGE"
	$(UPDATE) -i .venv/words.pot -l fr
	ls locales | grep -x '[a-z][a-z]' | grep -vx fr | xargs -I@ $(UPDATE) -i .venv/labels.pot -l @

bench: .venv/ready-dev  ## measure build and pages; figures go to docs/measurements.md
	$(BIN)/python -m bench.pages
	$(BIN)/python -m bench.split
	$(BIN)/python -m bench.scrapers
	$(BIN)/python -m bench.align
	$(BIN)/python -m bench.penalties
	$(BIN)/python -m bench.kept_aside
	$(BIN)/python -m bench.serve
	$(BIN)/python -m bench.search latency
	$(BIN)/python -m bench.export

upgrade: .venv/ready-upgrade  ## renew the locked versions in requirements/
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) pyproject.toml --extra dev -o requirements/dev.txt
	$(LOCK) pyproject.toml -c requirements/dev.txt -o requirements/base.txt
	for set in serve export embed desk cluster upgrade; do \
	  $(LOCK) pyproject.toml --extra $$set -c requirements/dev.txt -o requirements/$$set.txt \
	  || exit; done

clean:  ## take away everything that was made here
	rm -rf .venv build dist *.egg-info db/tip.db db/.tip.db.* db/learned/.cache

# Before anything begins: is what was given complete, and can it be used?
asked:
	$(RUN) check

# Exact versions, each with its hashes: requirements/, written by `make upgrade`.
.venv/ready: pyproject.toml requirements/build.txt requirements/base.txt | asked
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  "Palermo Ledger needs Python 3.11 or later: make PYTHON=python3.11")'
	@echo 'Setting up .venv, once: about half a minute, longer on a slow line (75 packages).'
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements/build.txt
	$(PIP) -r requirements/base.txt
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	touch $@

.venv/ready-%: requirements/%.txt .venv/ready
	@echo 'Adding the packages of requirements/$*.txt to .venv, once: about a minute at most.'
	$(PIP) -r requirements/$*.txt
	touch $@
