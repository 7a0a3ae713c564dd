# Palermo Ledger. Two commands on a fresh machine: `make serve` and `make test`.
PYTHON ?= python3
PORT ?= 8001
BIN = .venv/bin

# French labels of closed lists are in db/curated/choice.csv; other languages have them in their catalogue.
EXTRACT = PYTHONPATH=. $(BIN)/pybabel -q extract -F locales/babel.cfg --no-location --sort-output \
  --project palermo-ledger --copyright-holder "Palermo Ledger contributors"
UPDATE = $(BIN)/pybabel -q update -d locales --ignore-obsolete --no-fuzzy-matching \
  --ignore-pot-creation-date --width 100

.PHONY: serve build test scrape import suggest evaluate export release diff pack lint words check bench clean

serve: build  ## set up, build and show the site at http://127.0.0.1:8001
	$(BIN)/python -m deploy.site --port $(PORT)

build: .venv/ready  ## build db/tip.db from db/curated
	$(BIN)/python -m ingest.build

test: .venv/ready-dev check  ## set up and run everything, on every core
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

scrape: .venv/ready  ## fetch a source into db/raw: make scrape SOURCE=untc (CONTACT=you@example.org, DRY=1)
	$(BIN)/python -m scrapers $(SOURCE) $(if $(CONTACT),--contact $(CONTACT)) $(if $(DRY),--dry-run)

import: .venv/ready  ## take in a text: make import FILE=law.pdf INSTRUMENT=sle-act-2022-12; a saved page: FILE=p.html SOURCE=normlex NAME=ghana
	$(if $(SOURCE),$(BIN)/python -m scrapers $(SOURCE) --file "$(FILE)" --name $(NAME),$(BIN)/python -m ingest.received.import_file "$(FILE)" $(if $(INSTRUMENT),--instrument $(INSTRUMENT)) $(if $(STATE),--state $(STATE)) $(if $(BATCH),--batch))

suggest: $(if $(EMBED),.venv/ready-embed,.venv/ready)  ## read a text, a CSV or a folder: items, penalties, definition, article 3: make suggest FILE=law.pdf (OUTPUT=suggestions.csv, LANGUAGE=fr, COUNTRY=SEN, EMBED=1)
	$(BIN)/python -m ingest.align "$(FILE)" --output "$(or $(OUTPUT),suggestions.csv)" $(if $(LANGUAGE),--language $(LANGUAGE)) $(if $(COUNTRY),--country $(COUNTRY)) $(if $(EMBED),--embed)

evaluate: .venv/ready-dev  ## score the suggestions on laws left out; writes docs/evaluation.md
	$(BIN)/python -m ingest.machine.training.evaluate

export: .venv/ready-export build  ## every table in open formats, with codebook, citation, licences and hashes, in dist/
	$(BIN)/python -m ingest.export

release: .venv/ready  ## number the committed state: a line in db/curated/release.csv to commit, its file in db/tip-<number>.db
	$(BIN)/python -m ingest.release

diff: .venv/ready  ## what moved between two databases, in words: make diff A=db/tip-1.db B=db/tip.db (LANGUAGE=fr, ALL=1)
	$(BIN)/python -m ingest.publish.diff "$(A)" "$(B)" $(if $(LANGUAGE),--language $(LANGUAGE)) $(if $(ALL),--all)

pack: build  ## one country on a stick: make pack COUNTRY=SEN writes dist/palermo-ledger-SEN-<day>.zip (PDF=no without a browser)
	$(BIN)/python -m ingest.publish.pack.pack $(COUNTRY) $(if $(filter no,$(PDF)),--no-pdf)

lint: .venv/ready  ## put the curated files in their canonical form
	$(BIN)/python -m ingest.lint

words: .venv/ready  ## gather the words of the site into the catalogues of locales/; a further language: make words LANGUAGE=pt
	$(EXTRACT) -o .venv/words.pot plugins ingest
	$(EXTRACT) -o .venv/labels.pot plugins ingest db/curated
	$(if $(LANGUAGE),test -e locales/$(LANGUAGE) || $(BIN)/pybabel -q init -i .venv/labels.pot -d locales -l $(LANGUAGE))
	$(UPDATE) -i .venv/words.pot -l fr
	ls locales | grep -x '[a-z][a-z]' | grep -vx fr | xargs -I@ $(UPDATE) -i .venv/labels.pot -l @

bench: .venv/ready-dev  ## measure build and pages; figures go to docs/measurements.md
	$(BIN)/python -m bench.pages
	$(BIN)/python bench/split.py
	$(BIN)/python bench/scrapers.py
	$(BIN)/python -m bench.align
	$(BIN)/python bench/penalties.py
	$(BIN)/python -m bench.serve
	$(BIN)/python -m bench.search latency
	$(BIN)/python -m bench.export

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Palermo Ledger needs Python 3.11 or later: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/ready-export: .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[export]'
	touch $@

.venv/ready-embed: .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[embed]'
	touch $@

.venv/ready-dev: .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv build dist *.egg-info db/tip.db db/learned/.cache
