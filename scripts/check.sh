#!/bin/sh
# Every check, in the order in which a mistake is cheapest to find.
set -eu
cd "$(dirname "$0")/.."
step() { printf '\n==> %s\n' "$*"; "$@"; }
PATH=$PWD/.venv/bin:$PATH
step ruff check .
step ruff format --check .
step mypy
step lint-imports
step python scripts/run_tests.py "$@"
