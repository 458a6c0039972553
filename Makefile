# `make demo` and `make test` are all a newcomer needs; each makes .venv when it is missing.
PYTHON ?= python3
V := .venv
BIN := $(V)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test check lint types docs walk package bench bench-quick clean

# Three stamps, so that the demo does not wait for the test tools nor the tests for the docs tools.
$(V)/.pip:
	$(PYTHON) -m venv $(V)
	$(PIP) install --upgrade 'pip>=25.1'
	touch $@
$(V)/.demo: $(V)/.pip pyproject.toml
	$(PIP) install -e .
	touch $@
$(V)/.test: $(V)/.pip pyproject.toml
	$(PIP) install --group test -e '.[office,dask]'
	touch $@ $(V)/.demo
$(V)/.dev: $(V)/.pip pyproject.toml
	$(PIP) install --group dev -e '.[office,dask]'
	touch $@ $(V)/.test $(V)/.demo

demo: $(V)/.demo
	@$(BIN)/kadmcdm demo

test: $(V)/.test
	$(BIN)/python -m pytest -q -n auto

check: lint types docs walk package

lint: $(V)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(V)/.dev
	$(BIN)/mypy
	$(BIN)/mypy --strict tests/test_typed_user.py
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pyright tests/test_typed_user.py
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pyright --verifytypes kadmcdm --ignoreexternal

# No -q: it would hide what --strict must fail on. The cache is keyed on the notebook, not on our code.
docs: $(V)/.dev
	rm -rf .cache site
	NO_MKDOCS_2_WARNING=1 MPLBACKEND=module://matplotlib_inline.backend_inline \
	  $(BIN)/mkdocs build --strict
	$(BIN)/python docs/check_offline.py site

# Every page in the system's Chromium, from its file; says so aloud where there is no Chromium.
walk: docs
	$(BIN)/python docs/walk.py --self-test
	$(BIN)/python docs/walk.py site

package: $(V)/.dev
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/python tests/check_wheel.py dist

# Peers are compared where they install; pyDecision asks for much that we don't need.
$(V)/.bench: $(V)/.dev
	$(PIP) install --group bench
	-for peer in scikit-criteria pyrepo-mcda pysensmcda ahpy; do $(PIP) install $$peer; done
	-$(PIP) install --no-deps pyDecision
	touch $@

bench: $(V)/.bench
	$(BIN)/python benchmarks/measure.py
	$(BIN)/python benchmarks/page.py

bench-quick: $(V)/.bench
	$(BIN)/python benchmarks/measure.py --quick
	$(BIN)/python -m pytest benchmarks --benchmark-enable --benchmark-group-by=group \
	  --benchmark-columns=median,min,rounds --benchmark-sort=mean -q

clean:
	rm -rf $(V) .cache site dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
