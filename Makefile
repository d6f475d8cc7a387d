# Antigone needs Python 3.11 or newer and nothing else. `make` lists what can be asked for.

PYTHON ?= $(firstword $(foreach name,python3 python3.11 python3.12 python3.13,$(if \
	$(shell $(name) -c 'import sys; print(sys.version_info >= (3, 11) or "")' 2>/dev/null),$(name))) \
	python3)

.DEFAULT_GOAL := help
.PHONY: help demo test walks check screenshots looked lock clean

help: ## list what can be asked for
	@grep -hE '^[a-z]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+): .*## /  make \1\t/' | expand -t 20

demo: ## set up, load an invented incident, start the pages (PORT=8001 for another port)
	@$(PYTHON) -m tools.environment run
	@.venv/bin/antigone demo $(if $(PORT),--port $(PORT))

test: ## set up, run every check and every test but the long walks
	@$(PYTHON) -m tools.test

walks: ## run the long walks: every page and paper in its languages, the daily paths, the board to the family
	@$(PYTHON) -m tools.environment dev
	@.venv/bin/python -m pytest --no-header -q -n 2 --dist loadfile --no-loadscope-reorder -m walk tests

check: ## only the checks: style, layers, types, migrations, templates
	@$(PYTHON) -m tools.check

screenshots: ## walk through the pages and take the README's pictures anew
	@$(PYTHON) -m tools.environment dev
	@ANTIGONE_SCREENSHOTS=docs/images .venv/bin/python -m pytest --no-header tests/browser/test_walk.py -k with-scripts

looked: ## run the browser tests and keep every page they look at in build/looked
	@$(PYTHON) -m tools.environment dev
	@rm -rf build/looked
	@ANTIGONE_LOOKED=build/looked .venv/bin/python -m pytest --no-header -q tests/browser

lock: ## write both locks anew from pyproject.toml
	@$(PYTHON) -m tools.lock

clean: ## remove .venv and caches; the data in var/ stay
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
		.grimp_cache src/*.egg-info
	@find src tests tools verification -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null; true
