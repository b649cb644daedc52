# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SOURCES := attestation bench certs check checkup cli cluster container demo docs documents extender hub images issuer localcluster outbound serving tests trust webhook

.PHONY: help dev format check unit test demo demo-keylime e2e bench fuzz cluster-tools image image-tools readme assets lock clean

help: ## Print these verbs
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

dev: $(STAMP) ## Install everything that developing needs into .venv
$(STAMP): pyproject.toml locks/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Bondstone needs Python 3.11 or newer: set PYTHON=/path/to/python3")'
	@echo "== installing the locked dependencies into $(VENV) (about a minute the first time)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement locks/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

format: dev ## Format the sources and mend what the linter can mend
	@$(BIN)/ruff format $(SOURCES) && $(BIN)/ruff check --fix $(SOURCES)

check: dev ## Lint, types, layers, and documents against what they describe
	@echo "== ruff" && $(BIN)/ruff format --check --quiet $(SOURCES) && $(BIN)/ruff check --quiet $(SOURCES)
	@echo "== mypy --strict" && $(BIN)/mypy
	@echo "== import-linter" && $(BIN)/lint-imports --no-cache
	@echo "== sizes, documents, manifests" && $(BIN)/python -m docs.checks

unit: dev ## Tests of values only, and full branch coverage of trust/ (seconds)
	@$(BIN)/pytest tests/unit --cov --cov-report=term --cov-fail-under=100

cluster-tools: dev ## Build the control plane's programs and install Keylime, once, into the cache folder
	@$(BIN)/python -m localcluster tools

test: unit cluster-tools image-tools ## Every test: unit, integration, and stories on a real control plane
	@$(BIN)/python -m tests.side_by_side tests/integration tests/e2e

e2e: cluster-tools ## Only the stories on a real control plane
	@$(BIN)/pytest tests/e2e

image: dev ## Build the container image with podman or docker: BASE_IMAGE=NAME, or debootstrap
	@$(BIN)/python -m container image $(if $(BASE_IMAGE),--base=$(BASE_IMAGE)) $(if $(IMAGE),--tag=$(IMAGE))

image-tools: dev ## Make a base image from Debian's packages, once, into the cache folder
	@$(BIN)/python -m container tools || echo "== tests of the container image will be skipped"

demo: cluster-tools ## Watch pods go through Bondstone on a real control plane
	@$(BIN)/python -m demo

demo-keylime: cluster-tools ## The same with nodes that real Keylime attests, with software TPMs
	@$(BIN)/python -m demo.keylime

fuzz: dev ## Send 100,000 bodies by chance to both servers (minutes)
	@$(BIN)/python -m tests.fuzz $(COUNT)

bench: cluster-tools ## Measure, as ratios within one run (minutes)
	@$(BIN)/python -m bench

readme: dev ## Write the help texts into the README
	@$(BIN)/python -m docs.checks --write

assets: cluster-tools ## Record the golden admission reviews and extender calls again
	@$(BIN)/python -m tests.assets.record

lock: ## Renew the lock files (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o locks/runtime.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group dev -o locks/dev.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header locks/keylime.in -o locks/keylime.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header locks/build.in -o locks/build.txt

clean: ## Remove what was made in this folder; the cache folder stays
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage .run dist
