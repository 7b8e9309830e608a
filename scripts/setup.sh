#!/bin/sh
# Makes everything that `make run` (or, with "test", `make test`) needs, and says each step in
# a line. What is there already is left alone, so a second run takes a fraction of a second.
set -eu
cd "$(dirname "$0")/.."
what=${1:-run}

say() { printf '==> %s\n' "$*"; }

# --- Debian packages -------------------------------------------------------------------------
# Looked for by the library or program itself: package names differ between releases.
libraries=$(/sbin/ldconfig -p 2>/dev/null || true)
missing=""
want_library() { case "$libraries" in *"$1"*) ;; *) missing="$missing $2" ;; esac; }
want_program() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
want_font() { [ -n "$(find /usr/share/fonts -name '*.ttf' -print -quit 2>/dev/null)" ] || missing="$missing $1"; }

find_python() {
    if [ -x .venv/bin/python ]; then echo .venv/bin/python; return; fi
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
        then command -v "$name"; return; fi
    done
}

if [ "$(uname -s)" = Linux ]; then
    want_library libglib-2.0.so.0 libglib2.0-0
    want_library libGL.so.1 libgl1
    want_library libEGL.so.1 libegl1
    want_library libfontconfig.so.1 libfontconfig1
    want_library libdbus-1.so.3 libdbus-1-3
    want_library libxkbcommon.so.0 libxkbcommon0
    want_library libxcb-cursor.so.0 libxcb-cursor0
    want_library libxcb-icccm.so.4 libxcb-icccm4
    want_library libxcb-keysyms.so.1 libxcb-keysyms1
    want_library libxcb-shape.so.0 libxcb-shape0
    want_library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    want_library libportaudio.so.2 libportaudio2
    want_program parec pulseaudio-utils
    want_font fonts-dejavu-core
    if [ "$what" = test ]; then
        want_program Xvfb xvfb
        want_program openbox openbox
        want_program icewm icewm
        want_program xdotool xdotool
        want_program xterm xterm
        want_program xprop x11-utils
        want_program xrandr x11-xserver-utils
        want_program import imagemagick
        want_program strace strace
        want_program desktop-file-validate desktop-file-utils
        want_program appstreamcli appstream
        want_program pulseaudio pulseaudio
        want_program soffice libreoffice-writer-nogui
        want_program dbus-run-session dbus
        want_program gnome-keyring-daemon gnome-keyring
        want_program pipewire pipewire
        want_program pipewire-pulse pipewire-pulse
        want_program wireplumber wireplumber
    fi
    python=$(find_python)
    if [ -z "$python" ]; then
        missing="$missing python3.11 python3.11-venv"
    elif [ "$python" != .venv/bin/python ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        missing="$missing $(basename "$(readlink -f "$python")")-venv"
    fi
fi

if [ -n "$missing" ]; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root=sudo
    if command -v apt-get >/dev/null 2>&1; then
        say "Installing Debian packages${as_root:+ (asks for your password)}:$missing"
        # shellcheck disable=SC2086  # the list is meant to be split
        { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install \
            -y -qq --no-install-recommends $missing >/dev/null; } ||
            say "That did not work; install them yourself: apt-get install$missing"
    else
        say "Please install what Debian calls:$missing"
    fi
fi

# --- Python packages, at the very versions and hashes of the lock file -------------------------
python=$(find_python)
[ -n "$python" ] || { say "Prompter needs Python 3.11, 3.12 or 3.13; please install one."; exit 1; }
lock=requirements/run.lock
[ "$what" = run ] || lock=requirements/dev.lock
stamp=.venv/made-for-$what
state=$(cat pyproject.toml "$lock" | cksum; pwd)
if [ ! -x .venv/bin/prompter ] || [ "$(cat "$stamp" 2>/dev/null)" != "$state" ]; then
    [ -x .venv/bin/python ] || { say "Making .venv with $("$python" --version)"; "$python" -m venv .venv; }
    say "Installing Python packages from $lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
        --no-build-isolation --editable .
    printf '%s' "$state" > "$stamp"
fi

# --- Speech model ------------------------------------------------------------------------------
data=${PROMPTER_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/prompter}
if [ ! -e "$data/models/vosk-small-en-us/model.json" ]; then
    say "Installing the speech model vosk-small-en-us"
    .venv/bin/prompter models install ||
        say "No Vosk model: Moonshine serves alone. Try later: .venv/bin/prompter models install"
fi
