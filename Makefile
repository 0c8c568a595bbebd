PYTHON ?= python3
PIP = .venv/bin/python -m pip install --disable-pip-version-check
COMPILE = uv pip compile --universal --python-version 3.11 \
	--fork-strategy fewest --no-emit-index-url --no-annotate \
	--custom-compile-command "make pins" --quiet
PYTEST = .venv/bin/python -m pytest
QUICK = $(PYTEST) -p no:nbval -o addopts=--strict-markers -m "not slow"
# Half of what all take.
SHOWN = tests/exercises tests/explorers tests/lessons tests/selfcheck
REST = $(addprefix --ignore ,tests/browser $(SHOWN)) tests
# The cells, and what runs them again; the other rooms that are shown.
PLAYED = notebooks tests/lessons
JUDGED = $(filter-out $(PLAYED),$(SHOWN))

# What Python compiles is kept: each worker and each kernel starts in half the time.
export PYTHONDONTWRITEBYTECODE =

lab: .venv/course  # open the course
	.venv/bin/jupyter lab --ServerApp.root_dir=. notebooks/00_start_here.ipynb

labs: .venv/course  # add what the labs and openCypher need: real clients, an engine
	.venv/bin/python tests/tools/pins.py --labs > .venv/labs.txt
	$(PIP) -c tests/requirements.txt -r .venv/labs.txt

quick: .venv/tests  # run what one wants to know after each change
ifdef ARGS
	$(QUICK) --ignore tests/browser tests $(ARGS)
else
	$(MAKE) -j 2 -k quick-shown quick-rest
endif

# Side by side, each with its own rooms: of two workers each would collect all tests.
quick-shown: .venv/tests
	$(QUICK) $(SHOWN)

quick-rest: .venv/tests
	$(QUICK) $(REST)

test: .venv/tests  # run every test; make test ARGS="-k pins" runs some
ifdef ARGS
	$(PYTEST) $(ARGS)
else
	$(MAKE) -j 5 -k test-browser test-labs test-played test-judged test-rest
endif

# Side by side: the browser, and four parts that are nice, so that it comes first and is
# not late. They take what it leaves of two cores. The labs mostly wait, for a server or
# for a boto3 that looks every twenty seconds: meanwhile another goes on.
test-labs: .venv/tests
	nice $(PYTEST) $(PLAYED) -k lab_

test-played: .venv/tests
	nice $(PYTEST) $(PLAYED) -k "not lab_"

test-judged: .venv/tests
	nice $(PYTEST) $(JUDGED)

test-rest: .venv/tests
	nice $(PYTEST) $(REST)

test-browser: .venv/tests
	$(PYTEST) tests/browser

bench: .venv/tests  # measure, and print one table; make bench ARGS="cache" measures some
	.venv/bin/python tests/bench $(ARGS)

notebooks: .venv/tests  # run every notebook, write it as committed, and README's pictures
	.venv/bin/python tests/tools/notebooks.py
	.venv/bin/python tests/tools/pictures.py

data: .venv/course  # write the shop's data again
	cd notebooks && ../.venv/bin/python -m cafe.shop

pins:  # choose versions anew: make pins UPGRADE=--upgrade
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.txt
	$(COMPILE) $(UPGRADE) --group tests -c requirements.txt -o tests/requirements.txt
	$(PYTHON) tests/tools/pins.py

.venv/course: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"The course needs Python 3.11 or newer; $(PYTHON) is %d.%d. " \
		"Name a newer one: make PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) -m venv $(if $(wildcard $@),,--clear) .venv  # away with a half-made one
	@echo "Fetching the packages of the course: one or two minutes."
	$(PIP) -r requirements.txt
	touch $@

.venv/tests: tests/requirements.txt .venv/course
	$(PIP) -r requirements.txt -r tests/requirements.txt
	touch $@

.PHONY: lab labs quick quick-shown quick-rest test test-labs test-played test-judged \
	test-rest test-browser bench notebooks data pins
