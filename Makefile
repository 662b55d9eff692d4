# Short names for the commands of every day, with the programs of .venv if there is one. CONTRIBUTING.md shows each without make.
BIN := $(if $(wildcard .venv/bin/python),.venv/bin/)

.PHONY: help check format test coverage serve

help:
	@echo 'make check     lint, form, types, direction of imports, generated tables: seconds'
	@echo 'make format    put imports and form right'
	@echo 'make test      unit tests and the conformance suite, on all processors: two to three minutes'
	@echo 'make coverage  what their own tests reach: all of resources/ and verify/, or it fails'
	@echo 'make serve     run the emulator; options as in make serve ARGS="--seed 1"'

check:
	$(BIN)ruff check
	$(BIN)ruff format --check
	$(BIN)mypy
	$(BIN)lint-imports
	$(BIN)python emulator/tables.py --check

format:
	$(BIN)ruff check --fix
	$(BIN)ruff format

test:
	$(BIN)pytest -n auto --dist loadfile

coverage:
	$(BIN)coverage run -m pytest emulator/tests/resources emulator/tests/store emulator/tests/verify
	$(BIN)coverage report --fail-under=100 --include='*/verify_emulator/resources/*,*/verify_emulator/verify/*'

serve:
	$(BIN)verify-emulator $(ARGS)
