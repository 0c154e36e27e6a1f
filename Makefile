# `make help` lists what can be done. Everything happens in environments inside this checkout.

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

# The Python to build the environments with: PYTHON=..., or the first of these that runs and can build one.
PYTHON ?=
candidates := $(or $(PYTHON),python3.11 python3.12 python3.13 python3.14 python3)

# A filter for `make baselines` and `make pytest`, as for `pytest -k`; for `make mutate` a pattern of names of mutants.
K ?=

# A commit that `make bench` compares this checkout with.
BASE ?=

bin := .venv/bin
node := $(bin)/node
oldest_bin := .venv-oldest/bin
mutate_bin := .venv-mutate/bin
select = $(if $(K),-k '$(K)')

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export MPLBACKEND ?= Agg

# $(call environment,folder,extras,constraints): build the environment unless a finished one of this checkout runs, with
# the Python asked for, then install into it. The stamp holds the checkout's path: environments cannot be moved with it.
define environment
@if ! { $(whole); }; then \
  for candidate in $(candidates); do \
    if "$$candidate" -c '$(python_check)' >/dev/null 2>&1; then python=$$candidate; break; fi; \
  done; \
  if [ -z "$${python:-}" ]; then \
    echo "figmerit needs Python 3.11, 3.12, 3.13 or 3.14 with the modules venv and ensurepip; tried: $(candidates)." >&2; \
    echo "Hint: install one of them, or name it: make PYTHON=/path/to/python3.12 $(or $(MAKECMDGOALS),setup)" >&2; \
    exit 1; \
  fi; \
  echo "Building $(1) with $$("$$python" -c 'import platform, sys; print(sys.executable, platform.python_version())')"; \
  "$$python" -m venv --clear $(1); \
fi
@echo "Installing figmerit[$(2)] into $(1) with $(3)"
@$(1)/bin/python -m pip install -q --upgrade pip --constraint $(3)
@$(1)/bin/python -m pip install -q --editable '.[$(2)]' --constraint $(3)
@echo '$(CURDIR)' >$@
endef
whole = [ "$$(cat $(1)/.stamp 2>/dev/null)" = '$(CURDIR)' ] && $(1)/bin/python -c '' 2>/dev/null $(if $(PYTHON),&& $(same))
same = [ "$$('$(PYTHON)' -c '$(base)' 2>/dev/null)" = "$$($(1)/bin/python -c '$(base)')" ]
base := import sys; print(sys.base_prefix, sys.version)
unless_whole = $(shell { $(whole); } || echo force)
comma := ,
python_check := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 14
	@echo
	@echo 'PYTHON=/path/to/python3.12 chooses the Python of the environments; K=... selects tests.'

.PHONY: setup
setup: .venv/.stamp ## Build .venv with the versions of constraints.txt

.venv/.stamp: pyproject.toml constraints.txt $(call unless_whole,.venv)
	$(call environment,.venv,test$(comma)docs,constraints.txt)

.venv-oldest/.stamp: pyproject.toml constraints-oldest.txt $(call unless_whole,.venv-oldest)
	$(call environment,.venv-oldest,test,constraints-oldest.txt)

.venv-mutate/.stamp: pyproject.toml constraints.txt $(call unless_whole,.venv-mutate)
	$(call environment,.venv-mutate,test$(comma)mutate,constraints.txt)

# The tools that check JavaScript; the Node.js that runs them comes from a wheel.
node_modules/.stamp: package.json package-lock.json .venv/.stamp
	@echo 'Installing the tools of package.json into node_modules'
	@$(bin)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: force
force:

.PHONY: demo
demo: setup ## Draw figures from real data into out/
	$(bin)/python examples/demo.py

.PHONY: test
test: lint types pytest docs ## Run all checks: lint, types, tests with image comparison, docs

.PHONY: lint
lint: setup node_modules/.stamp ## Check style and format
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(node) node_modules/eslint/bin/eslint.js src/figmerit/report/assets

.PHONY: types
types: setup node_modules/.stamp ## Check types
	$(bin)/python -m mypy
	$(node) node_modules/typescript/bin/tsc

.PHONY: pytest
pytest: setup ## Run tests and doctests, compare figures (K='roc and not grid' selects); see build/figures
	@rm -rf build/figures
	$(bin)/python -m pytest --mpl --mpl-generate-summary=html --mpl-results-path=build/figures -n auto $(select)

.PHONY: docs
docs: setup ## Build the documentation into docs/_build/html, warnings are errors
	@rm -rf docs/_build docs/gallery docs/reference/generated
	$(bin)/python -m sphinx -W --keep-going --quiet -b html docs docs/_build/html
	@echo 'The documentation is in docs/_build/html/index.html'

.PHONY: test-oldest
test-oldest: .venv-oldest/.stamp ## Run the tests on the lowest versions admitted, in .venv-oldest, without comparing figures
	$(oldest_bin)/python -m pytest -n auto

.PHONY: baselines
baselines: setup ## Draw baseline_images/ anew (K='roc and not grid' selects); open every changed image
	$(bin)/python -m pytest -m mpl_image_compare --mpl-generate-path=baseline_images -n auto $(select)

.PHONY: contact-sheet
contact-sheet: setup ## Put all baseline images on sheets, build/contact_sheet-*.png, to look at them as a whole
	$(bin)/python tests/contact_sheet.py $(K)

.PHONY: fuzz
fuzz: setup ## Call every public function a million times with hostile inputs (FIGMERIT_FUZZ_CALLS=... takes another number)
	FIGMERIT_FUZZ_CALLS=$${FIGMERIT_FUZZ_CALLS:-1000000} $(bin)/python -m pytest tests/test_fuzz.py -n auto

# One thread a process: the mutants themselves run side by side.
.PHONY: mutate
mutate: .venv-mutate/.stamp ## Change the sources of counts and formulas in small ways; how many changes do the tests find?
	@rm -rf mutants
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(mutate_bin)/mutmut run $(if $(K),'$(K)')
	@$(mutate_bin)/python tests/mutation_score.py
	@echo 'See a change: $(mutate_bin)/mutmut show NAME'

.PHONY: bench
bench: setup ## Compare counting and figures with scikit-learn and the least work possible, or (BASE=HEAD~1) with a commit
ifdef BASE
	$(bin)/python tests/benchmarks/bench_base.py '$(BASE)'
else
	$(bin)/python tests/benchmarks/bench_counts.py
	$(bin)/python tests/benchmarks/bench_figures.py
	$(bin)/python tests/benchmarks/bench_inference.py
endif

.PHONY: bench-report
bench-report: setup ## Measure how large reports are, and how fast a browser opens and moves them
	$(bin)/python tests/benchmarks/bench_report.py

# One thread a process: the simulations themselves run side by side.
.PHONY: simulate
simulate: setup ## Simulate how often intervals hold the truth, and write docs/guide/coverage.rst; minutes
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(bin)/python -m tests.simulations.coverage

.PHONY: format
format: setup ## Apply the format and the fixes that are safe
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

.PHONY: clean
clean: ## Remove what was built: figures, documentation, caches (the environments stay)
	rm -rf build dist out mutants docs/_build docs/gallery docs/reference/generated
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean ## Remove the environments as well
	rm -rf .venv .venv-oldest .venv-mutate node_modules
