"""Starts the frozen program where nothing but it is there, and demands the sample call's cards.

Run:  python packaging/smoke_test.py dist/prompter

On Linux, as root or where user namespaces are allowed, that is a bare root of its own: the
bundle, the C library and the system libraries that it asks for, a font, and no network. There
is no Python in it, no shell and no user's files. Elsewhere it is an empty environment.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CUES = ["chose_other", "send_resume", "closing"]
"""The sample call's cues that bring a card."""
ON_FILE = {"send_resume", "on_file"}
BESIDE = "experience"
"""Why another was chosen ("the other person has run a line before") may bring a card too."""
PATIENCE_S = 300
_LIBRARY = re.compile(r"=> (/\S+) \(|^\s*(/lib\S*ld-linux\S*) \(", re.MULTILINE)
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def libraries_for(bundle: Path) -> set[Path]:
    """Libraries of the system that the bundle's own ask for."""
    found = set()
    for file in [bundle / "prompter", *bundle.rglob("*.so*")]:
        if file.is_file() and not file.is_symlink():
            told = subprocess.run(
                ["ldd", str(file)], capture_output=True, text=True, check=False
            ).stdout
            for first, second in _LIBRARY.findall(told):
                place = Path(first or second)
                if not place.resolve().is_relative_to(bundle.resolve()):
                    found.add(place)
    return found


def make_bare_root(bundle: Path, root: Path) -> None:
    """Lay the bundle and what it needs of the system into `root`."""
    shutil.copytree(bundle, root / "opt" / "prompter", symlinks=True)
    for library in libraries_for(bundle):
        place = root / library.relative_to("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(library, place)
    for folder in ("tmp", "home", "proc", "dev", "etc", "usr/share/fonts"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    if FONT.exists():
        shutil.copy2(FONT, root / "usr/share/fonts")
    (root / "etc/passwd").write_text("root:x:0:0::/home:/bin/false\n", encoding="utf-8")


def bare(root: Path) -> list[str] | None:
    """The command that runs something in `root`, or None where that isn't allowed."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return None
    who = "-mnp" if os.geteuid() == 0 else "-rmnp"
    script = (
        'mount -t proc proc "$0/proc"; mount -t tmpfs shm "$0/dev"; mkdir "$0/dev/shm"; '
        'for d in null urandom zero; do : > "$0/dev/$d"; mount --bind /dev/$d "$0/dev/$d"; done; '
        'exec chroot "$0" "$@"'
    )
    command = ["unshare", who, "--fork", "--kill-child", "sh", "-c", script, str(root)]
    tried = subprocess.run([*command, "/opt/prompter/prompter", "--version"], check=False)
    return command if tried.returncode == 0 else None


def run(command: list[str], home: str, **environment: str) -> str:
    """Run it with nothing in the environment but these; returns stdout."""
    done = subprocess.run(
        command,
        env={"HOME": home, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
        | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    if done.returncode != 0 or "Traceback" in done.stderr:
        sys.exit(f"FAILED ({done.returncode}): {' '.join(command[-6:])}\n{done.stderr}")
    return done.stdout


def demand_cards(events: list[str], where: str) -> None:
    """The cards of the sample call, in its order."""
    told = [json.loads(line) for line in events]
    cues = [event["cue"] for event in told if event["type"] == "card_shown"]
    # "Send your resume, we keep it on file" is one brush-off: it brings one card or two.
    merged = ["send_resume" if cue in ON_FILE else cue for cue in cues]
    as_wanted = [cue for n, cue in enumerate(merged) if n == 0 or merged[n - 1] != cue]
    as_wanted = [cue for cue in as_wanted if cue != BESIDE]
    if as_wanted != CUES:
        sys.exit(f"FAILED: {where} showed cards for {cues}, not {CUES}")
    print(f"{where}: cards for {', '.join(cues)}")


def main() -> int:
    """Try the bundle; exits with 1 at the first thing that is wrong."""
    bundle = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as made:
        root = Path(made) / "root"
        if sys.platform == "linux":
            make_bare_root(bundle, root)
        inside = bare(root)
        if inside is None:
            print("no bare root is allowed here: an empty environment has to do")
        program = [
            *(inside or []),
            "/opt/prompter/prompter" if inside else str(bundle / "prompter"),
        ]
        home = "/home" if inside else str(Path(made) / "home")
        seen = (root / "home") if inside else Path(home)
        seen.mkdir(exist_ok=True)
        folder = "/opt/prompter" if inside else str(bundle)
        sample = f"{folder}/_internal/prompter/assets/sample_call.flac"

        run([*program, "about"], home)
        fast = [*program, "replay", sample, "--pace", "fast", "--events", f"{home}/terminal.jsonl"]
        run([*fast, "--terminal"], home, PROMPTER_DATA_DIR=f"{home}/data")
        demand_cards((seen / "terminal.jsonl").read_text(encoding="utf-8").splitlines(), "terminal")

        events = seen / "overlay.jsonl"
        overlay = subprocess.Popen(
            [
                *program,
                "replay",
                sample,
                "--pace",
                "fast",
                "--overlay",
                "--events",
                f"{home}/overlay.jsonl",
            ],
            env={
                "HOME": home,
                "LANG": "C.UTF-8",
                "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
                "QT_QPA_PLATFORM": "offscreen",
                "PROMPTER_DATA_DIR": f"{home}/data",
            },
            stderr=subprocess.PIPE,
            text=True,
        )
        give_up = time.monotonic() + PATIENCE_S
        while not (events.exists() and '"ended"' in events.read_text(encoding="utf-8")):
            if overlay.poll() is not None or time.monotonic() > give_up:
                overlay.kill()
                sys.exit(f"FAILED: the overlay ended early\n{overlay.communicate()[1]}")
            time.sleep(0.2)
        overlay.kill()
        overlay.communicate()
        demand_cards(events.read_text(encoding="utf-8").splitlines(), "overlay")
    print(
        "The frozen program works where nothing else is" if inside else "The frozen program works"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
