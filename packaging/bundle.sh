#!/bin/sh
# Freezes Prompter into the folder dist/prompter, in an environment of its own, and tries it.
set -eu
cd "$(dirname "$0")/.."
say() { printf '==> %s\n' "$*"; }
venv=build/venv
python=python3
[ -x .venv/bin/python ] && python=.venv/bin/python
state=$(cat requirements/run.lock requirements/bundle.lock | cksum)
if [ "$(cat $venv/made-for 2>/dev/null)" != "$state" ]; then
    say "Installing what is frozen into $venv"
    rm -rf $venv
    "$python" -m venv $venv
    for lock in run bundle; do
        $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
            -r requirements/$lock.lock
    done
    printf '%s' "$state" > $venv/made-for
fi
say "Freezing"
$venv/bin/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller \
    packaging/pyinstaller/prompter.spec
say "Trying the frozen program where nothing else is"
"$python" packaging/smoke_test.py dist/prompter
