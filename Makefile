# `make demo` and `make test` are all a newcomer needs; each makes .venv when it is missing.
PYTHON ?= python3
V := .venv
BIN := $(V)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test check lint types docs walk package bench bench-quick mutants scaling faults torture hostile clean

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

# Built twice, then tried in fresh environments with dependencies from the index.
package: $(V)/.dev
	rm -rf dist
	$(BIN)/python tests/check_release.py dist

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

# Outside CI, an hour. N=300 tries another number, ALL=1 all, AGAIN=1 what survived the last run.
mutants: $(V)/.test
	$(PIP) install --group mutants
	nice $(BIN)/python tests/trials/mutants.py --count $(or $(N),1200) --seed $(or $(SEED),1) \
	  --jobs $(or $(JOBS),2) $(if $(ALL),--all) $(if $(AGAIN),--again)

# Outside CI, some minutes each, best on an idle machine. N=5 takes more runs, SEED=3 other moments.
scaling: $(V)/.test
	$(BIN)/python tests/trials/scaling.py --runs $(or $(N),3)

faults: $(V)/.test
	$(BIN)/python tests/trials/faults.py --times $(or $(N),5) --seed $(or $(SEED),1)

# Outside CI, a quarter of an hour. N=1000 tries fewer problems, SEED=3 others.
torture: $(V)/.bench
	nice $(BIN)/python tests/trials/torture.py $(if $(N),--problems $(N)) $(if $(SEED),--seed $(SEED))

# Outside CI: broken input at every door. MINUTES=30 takes longer, SEED=3 does a run again.
hostile: $(V)/.test
	$(BIN)/python tests/trials/hostile.py --minutes $(or $(MINUTES),5) $(if $(SEED),--seed $(SEED))

clean:
	rm -rf $(V) .cache site dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
