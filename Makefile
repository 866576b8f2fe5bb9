# Everything starts from python3 (3.11 or newer), git and make. Each target prepares what it needs; a second call
# with nothing changed does not use the network.
#
#   make run      run a demo municipality on this machine          make test     every check, and the tests
#   make check    style, types and layers                          make assets   build scripts and styles
#   make bench    run the benchmarks                               make soak     the long tests, and many demos
#   make coverage tests, with the lines that none of them reached  make clean    remove what was built
#   make tck      run OMG's DMN test kit, in the folder that KIT names

VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CONFIG := pyproject.toml hatch_build.py
# The tests start many processes. If Python is told not to write bytecode, each would compile all of engine and web again.
# Tests are handed out one by one: some take a minute, and thousands take a hundredth of a second.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest --numprocesses=auto --dist=load --maxschedchunk=1
COLLECT := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest --quiet --collect-only
ARGS ?=
KIT ?= ../shared/dmn-tck

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check quick-checks coverage bench soak soak-tests tck assets ready ready-to-test requirements clean distclean

help:
	@sed -n 's/^#   //p' Makefile

run: ready
	$(BIN)/smederij serve --demo $(ARGS)

# Checks that take seconds come first. The type check takes a minute of one processor in a fresh checkout, so it runs
# beside the tests; its findings are printed below theirs, and an error in either fails the whole target.
# In a fresh checkout each test process would also compile all tests, with pytest's assert rewriting: it is done once.
test: quick-checks
	@echo "pytest, and beside it mypy"; $(BIN)/mypy > $(MADE)/types 2>&1 & types=$$!; \
	trap 'kill $$types 2>/dev/null; exit 130' INT TERM; \
	[ -e $(MADE)/compiled-tests ] || { $(COLLECT) > /dev/null && touch $(MADE)/compiled-tests; }; \
	$(PYTEST) -m "not soak" $(ARGS); tests=$$?; \
	wait $$types; untyped=$$?; cat $(MADE)/types; \
	[ $$untyped -eq 0 ] || echo "make test: the types above are wrong" >&2; \
	[ $$tests -eq 0 ] || echo "make test: tests failed, see above the types" >&2; \
	[ $$tests -eq 0 ] && [ $$untyped -eq 0 ]

check: quick-checks
	$(BIN)/mypy

quick-checks: ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

coverage: ready-to-test
	$(PYTEST) --cov --cov-report=term --cov-report=html $(ARGS)

bench: ready-to-test
	$(BIN)/python -m bench $(ARGS)
	$(BIN)/python -m bench.completing
	$(BIN)/python -m bench.floor
	$(BIN)/python -m bench.lists
	$(BIN)/python -m bench.migration
	$(BIN)/python -m bench.calendars --cases 1000
	$(BIN)/python -m bench.trials
	$(BIN)/python -m bench.feel

soak: soak-tests
	$(BIN)/python -m bench.soak $(ARGS)

# The tests of which `make test` runs a short form, and the properties with more examples.
soak-tests: ready-to-test
	$(PYTEST) -m "soak or hypothesis" --hypothesis-profile=soak

tck: ready
	$(BIN)/smederij tck $(KIT) --floor tests/tck_floor.txt $(ARGS)

# --- what they need ---------------------------------------------------------------------------------------------

# The user that runs a site often may not write here: without this, each start and each command would recompile all.
ready: $(MADE)/run assets $(MADE)/installed
	@$(BIN)/python -m compileall -q engine web
ready-to-test: $(MADE)/test assets $(MADE)/installed

# A python on the path can be a shim that does not run: ask for its version instead of trusting its name.
$(MADE)/venv:
	@for python in python3.13 python3.12 python3.11 python3; do \
	    if "$$python" -c 'import sqlite3, sys; sys.exit(sys.version_info < (3, 11) or sqlite3.sqlite_version_info < (3, 35))' 2>/dev/null; then \
	        echo "Making $(VENV) with $$("$$python" --version)"; \
	        "$$python" -m venv $(VENV) && mkdir -p $(MADE) && touch $@ && exit 0; \
	        echo "Could not make $(VENV): this Python lacks its venv module. On Debian and Ubuntu: apt install python3-venv" >&2; \
	        exit 1; \
	    fi; \
	done; \
	echo "Smederij needs Python 3.11 or newer with SQLite 3.35 or newer; $$(python3 --version 2>&1) is what was found." >&2; exit 1

$(MADE)/run: requirements/run.txt requirements/build.txt | $(MADE)/venv
	$(PIP) install --require-hashes -r requirements/build.txt -r requirements/run.txt
	@touch $@

$(MADE)/test: requirements/test.txt $(MADE)/run
	$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

# Node.js comes from a wheel, unless the machine has one that is new enough.
$(MADE)/node: requirements/node.txt $(MADE)/run
	@if ! node --version 2>/dev/null | grep -Eq '^v([2-9][0-9]|[1-9][0-9]{2})\.' || ! command -v npm >/dev/null; then \
	    echo "Installing Node.js from its wheel"; $(PIP) install --require-hashes -r requirements/node.txt; \
	fi
	@touch $@

# A hash of the sources, not their dates, decides whether anything must be built.
assets: $(MADE)/node
	@$(BIN)/python hatch_build.py

$(MADE)/installed: $(CONFIG) | assets
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

# --- occasionally -----------------------------------------------------------------------------------------------

# Regenerates requirements/*.txt from requirements/*.in, for every Python from 3.11 and every platform at once.
UV := .cache/requirements/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make requirements" \
           --no-strip-extras --no-emit-index-url --no-emit-find-links --no-config $(ARGS)

$(UV):
	$(BIN)/python -m venv .cache/requirements
	.cache/requirements/bin/python -m pip --disable-pip-version-check --quiet install uv==0.13.9

requirements: | $(MADE)/venv $(UV)
	cd requirements && for name in run build node; do ../$(COMPILE) $$name.in -o $$name.txt || exit 1; done
	cd requirements && ../$(COMPILE) -c run.txt -c build.txt test.in -o test.txt

clean:
	rm -rf build dist htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf web/static/dist web/static/dist.new web/assets/node_modules
	find engine web tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	rm -f $(MADE)/compiled-tests

distclean: clean
	rm -rf $(VENV) .cache
