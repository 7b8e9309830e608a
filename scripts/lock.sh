#!/bin/sh
# Renew the lock files after a change of pyproject.toml. Needs uv on the path.
set -eu
cd "$(dirname "$0")/.."
lock() {
    out=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate "$@" pyproject.toml -o "requirements/$out"
}
lock run.lock --group build
lock dev.lock --group build --group dev
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-header --no-annotate --constraint requirements/run.lock --group bundle \
    -o requirements/bundle.lock
# What Prompter is made of follows from the lock.
.venv/bin/python scripts/third_party.py
