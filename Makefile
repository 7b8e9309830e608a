# `make run` and `make test` are all a newcomer needs on Debian or Ubuntu; both set up first.
.PHONY: setup run test bench bench-cues bundle deb fuzz audit clean

setup:
	@sh scripts/setup.sh run

run: setup
	@.venv/bin/prompter

test:
	@sh scripts/setup.sh test
	@sh scripts/check.sh

bench:
	@sh scripts/setup.sh test
	@.venv/bin/python -m tests.bench

bench-cues:
	@sh scripts/setup.sh test
	@.venv/bin/python -m tests.bench.cues

# Takes minutes, so it is no part of `make test`.
bundle:
	@sh packaging/bundle.sh

deb: bundle
	@sh packaging/debian/build_deb.sh

# FUZZ_S seconds for each of the readers of files that come from elsewhere.
fuzz:
	@sh scripts/setup.sh test
	@.venv/bin/python -m tests.fuzz $(or $(FUZZ_S),300)

# Known weaknesses of the packages that are shipped; needs the network.
audit:
	@sh scripts/setup.sh run
	@sh scripts/audit.sh

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
