#!/bin/sh
# Asks the advisory database about each package that is shipped. Needs the network: run it before
# a release, where the database can be reached. Ends with 1 when a weakness is known, or when a
# package could not be asked about.
set -eu
cd "$(dirname "$0")/.."
made=build/audit
[ -x "$made/bin/pip-audit" ] || {
    .venv/bin/python -m venv "$made"
    "$made/bin/pip" install --quiet pip-audit==2.10.1
}
for lock in run bundle; do
    echo "==> requirements/$lock.lock"
    "$made/bin/pip-audit" --strict --require-hashes --disable-pip --progress-spinner off \
        --requirement "requirements/$lock.lock"
done
