"""Fuzzes one target for some seconds in this process:  python -m tests.fuzz.one settings 60

With atheris, guided by coverage, where it is installed; else by random changes of the seeds.
"""

from __future__ import annotations

import faulthandler
import importlib
import importlib.util
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HANG_S = 20
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def watch_writes(folder: Path, *, sockets: bool) -> None:
    """End the process, with a line, at a write outside of `folder` or a forbidden socket."""
    inside = (str(folder), "/dev/")
    forbidden = {"os.system", "subprocess.Popen", *(() if sockets else ("socket.__new__",))}

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        places: list[object] = []
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES:
            places = [arguments[0]]
        elif event in ("os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir"):
            places = list(arguments[:2])
        elif event in forbidden:
            os.write(2, f"FORBIDDEN {event}\n".encode())
            os._exit(3)
        for place in places:
            if isinstance(place, str | bytes | os.PathLike):
                beside = arguments[-1]  # a folder's handle, in some events
                where = f"/proc/self/fd/{beside}" if event != "open" and _handle(beside) else "."
                file = os.path.realpath(os.path.join(where, os.fsdecode(place)))  # noqa: PTH118
                if not file.startswith(inside):
                    os.write(2, f"WRITE OUTSIDE {event} {file}\n".encode())
                    os._exit(3)

    sys.addaudithook(look)


def _handle(value: object) -> bool:
    return isinstance(value, int) and value >= 0


def changed(data: bytes, rng: random.Random) -> bytes:
    """A few bytes put in, taken out, doubled or flipped."""
    made = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 4, 16, 64])):
        at = rng.randrange(len(made) + 1)
        match rng.randrange(5):
            case 0:
                made[at:at] = rng.randbytes(rng.randint(1, 8))
            case 1:
                del made[at : at + rng.randint(1, 64)]
            case 2:
                made[at:at] = made[at : at + rng.randint(1, 200)]
            case 3 if made:
                made[at - 1] ^= 1 << rng.randrange(8)
            case _:
                made[at : at + 4] = rng.choice(
                    [b"\xff\xff\xff\xff", b"\0\0\0\0", b'"""\n', b"[[x]]"]
                )
    return bytes(made)


def main(name: str, seconds: float) -> int:
    """Fuzz the target; the exit code is 0 when nothing was found."""
    guided = importlib.util.find_spec("atheris") is not None
    if guided:
        atheris = importlib.import_module("atheris")
        with atheris.instrument_imports(include=["prompter"]):
            targets = importlib.import_module("tests.fuzz.targets")
    else:
        targets = importlib.import_module("tests.fuzz.targets")
    from prompter.errors import PrompterError

    target = targets.TARGETS[name]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        (folder / "in").mkdir()
        (folder / "seeds").mkdir()
        os.environ["PROMPTER_FUZZ_FOLDER"] = str(folder)
        # An altered archive may ask for a key: nobody's own keyring is asked for it.
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        tempfile.tempdir = str(folder)
        seeds: list[bytes] = targets.seeds(name, folder)
        for number, seed in enumerate(seeds):
            (folder / "seeds" / str(number)).write_bytes(seed)
        refused = 0

        def once(data: bytes) -> None:
            nonlocal refused
            try:
                target(folder / "in", data)
            except PrompterError as no:
                refused += 1
                if "\n" in str(no):
                    raise AssertionError(f"more than one line: {no}") from no

        for seed in seeds:
            once(seed)
        assert refused < len(seeds), "no seed is taken: nothing would be tried"
        watch_writes(folder, sockets=name == "control")
        if guided:
            options = [f"-max_total_time={seconds:.0f}", f"-timeout={HANG_S}", "-max_len=60000"]
            options += ["-rss_limit_mb=4096", f"-artifact_prefix={folder}/", "-print_final_stats=1"]
            atheris.Setup([sys.argv[0], *options, str(folder / "seeds")], once)
            atheris.Fuzz()  # ends the process
        rng = random.Random(11)
        end = time.monotonic() + seconds
        tries = 0
        while time.monotonic() < end:
            faulthandler.dump_traceback_later(HANG_S, exit=True)
            data = changed(rng.choice(seeds), rng)
            try:
                once(data)
            except BaseException:
                print(f"found by {data[:2000]!r}", file=sys.stderr)
                raise
            tries += 1
        faulthandler.cancel_dump_traceback_later()
        print(f"{name}: {tries} tries, {refused} refused, by random changes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
