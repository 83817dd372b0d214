# Everything is set up in .venv by the first target that needs it; a second run does no set-up again.
# `make demo` and `make test` need Python 3.11 or later and make, nothing else.

PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& { command -v "$$p"; break; }; done)
UV ?= uv
DEMO_STAFF ?= 4500
DEMO_SECONDS ?= 60
DEMO_PORT ?= 8000

VENV := .venv
PIP_INSTALL := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-input
LOCKED := --require-hashes --only-binary :all: --no-deps
UV_COMPILE := $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header

.PHONY: help install demo test peers format lock clean
.DELETE_ON_ERROR:
unexport PYTHONPATH PYTHONHOME

help:
	@echo "make demo     make a council of $(DEMO_STAFF) staff, schedule it, run the application with it"
	@echo "make test     every check: tests, types, style, the layers of the code"
	@echo "make install  only set up .venv, with the command .venv/bin/learning"
	@echo "make peers    time and memory of the main job beside other solvers and plain booking (long; wants Java 17)"
	@echo "make format   lay out the code and mend what ruff can mend"
	@echo "make lock     renew the locked requirements (needs uv)"
	@echo "make clean    remove .venv, the demo and all caches"

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12, 3.13 or 3.14 is needed and was not found:" \
		"install it (Debian, Ubuntu: apt-get install python3 python3-venv) and run make again." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		package=python$$("$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv; \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& { apt-get install -y -qq "$$package" || { apt-get update -qq && apt-get install -y -qq "$$package"; }; } \
		|| { echo "Python's venv module is needed: install the package $$package and run make again." >&2; exit 1; }; }
	@$(VENV)/bin/python -m pip --version >/dev/null 2>&1 \
		|| { rm -rf $(VENV) && echo "Making $(VENV) with $(PYTHON)" && "$(PYTHON)" -m venv $(VENV); }
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.lock pyproject.toml
	@echo "Installing what requirements.lock names"
	@$(PIP_INSTALL) $(LOCKED) -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing what requirements-dev.lock names"
	@$(PIP_INSTALL) $(LOCKED) -r requirements-dev.lock
	@touch $@

install: $(VENV)/.installed

demo/programme-$(DEMO_STAFF)/programme.toml: | $(VENV)/.installed
	$(VENV)/bin/learning sample demo/programme-$(DEMO_STAFF) --staff $(DEMO_STAFF) --starts \
		$$($(VENV)/bin/python -c "from datetime import date, timedelta; print(date.today() - timedelta(weeks=12))")

demo/schedule-$(DEMO_STAFF)/summary.json: demo/programme-$(DEMO_STAFF)/programme.toml | $(VENV)/.installed
	$(VENV)/bin/learning schedule demo/programme-$(DEMO_STAFF) --out demo/schedule-$(DEMO_STAFF) \
		--time-limit $(DEMO_SECONDS) || test $$? -eq 3

demo: demo/schedule-$(DEMO_STAFF)/summary.json $(VENV)/.installed
	LEARNING_INSTANCE=demo/instance-$(DEMO_STAFF) $(VENV)/bin/learning demo demo/programme-$(DEMO_STAFF) \
		demo/schedule-$(DEMO_STAFF) --port $(DEMO_PORT)

test: $(VENV)/.installed-dev $(VENV)/.browser
	$(VENV)/bin/python -m pytest -n auto $(ARGS)

# Journeys need a browser; without one they are skipped and say so.
$(VENV)/.browser: $(VENV)/.made
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "Installing chromium for the tests" \
		&& { apt-get install -y -qq --no-install-recommends chromium >/dev/null \
		|| { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; }; }; } \
		|| echo "No Chromium: tests in a browser will be skipped (Debian, Ubuntu: apt-get install chromium)."
	@touch $@

# In an environment of their own: the solvers of others do not belong among what the product needs.
$(VENV)/.installed-peers: $(VENV)/.installed requirements-peers.lock
	@echo "Installing what requirements-peers.lock names into $(VENV)/peers"
	@$(VENV)/bin/python -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip install --quiet --disable-pip-version-check --no-input $(LOCKED) \
		-r requirements-peers.lock
	@touch $@

peers: $(VENV)/.installed-peers
	$(VENV)/bin/python -m tests.benchmarks.peers $(ARGS)

format: $(VENV)/.installed-dev
	$(VENV)/bin/ruff format
	$(VENV)/bin/ruff check --fix

lock:
	@command -v "$(UV)" >/dev/null || { echo "make lock needs uv: pip install uv, then run make lock again." >&2; exit 1; }
	$(UV_COMPILE) pyproject.toml --group build --output-file requirements.lock
	$(UV_COMPILE) pyproject.toml --group build --group dev --constraints requirements.lock \
		--output-file requirements-dev.lock
	$(UV_COMPILE) tests/benchmarks/peers/requirements.txt --constraints requirements.lock \
		--output-file requirements-peers.lock

clean:
	rm -rf $(VENV) demo build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find learning scheduler tests -name __pycache__ -prune -exec rm -rf {} +
