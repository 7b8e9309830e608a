"""The entry point: hands the windows to the command line, and says faults in one line."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable

from prompter.errors import PrompterError


class _Windows:
    """The desktop front end, imported only when a window is wanted."""

    def run_overlay(self, make_call: Callable[..., object], **options: object) -> int:
        from prompter.ui.app import run_overlay

        return run_overlay(make_call, **options)  # type: ignore[arg-type]

    def run_start_page(self, make_sample_call: Callable[..., object], **options: object) -> int:
        from prompter.ui.app import run_start_page

        return run_start_page(make_sample_call, **options)  # type: ignore[arg-type]


def main() -> None:
    """Run Prompter; exits with 0 fine, 1 failure, 2 usage."""
    multiprocessing.freeze_support()
    _leave_no_core_dump()
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # for all processes; see spot.learned

    try:
        if sys.argv[1:2] == ["ctl"]:  # a key press waits for it: without all the other commands
            from prompter.cli.ctl import run_ctl

            run_ctl(sys.argv[2:])
            return
        from prompter.cli.app import app

        app(obj=_Windows())
    except PrompterError as error:
        print(f"prompter: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


def _leave_no_core_dump() -> None:
    """A crash of an engine must not leave a picture of the memory, with what was said in it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
