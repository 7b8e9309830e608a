"""The program is killed at random moments of a call, and started again."""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.killing import Killed, kill_a_call, was_cut_off


def test_twenty_kills_lose_no_final_of_a_second_before_and_leave_a_mark(
    data_folder: Path, short_call: Path, tmp_path: Path
) -> None:
    (data_folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
    second = tmp_path / "second"
    shutil.copytree(data_folder, second, symlinks=True)

    def ten_kills(folder: Path) -> list[tuple[Path, Killed]]:
        rng = random.Random(len(folder.name))
        moments = [rng.uniform(-1.0, 4.0) for _ in range(10)]
        return [(folder, kill_a_call(folder, short_call, s, again=False)) for s in moments]

    with ThreadPoolExecutor(2) as both:
        killed = [one for ten in both.map(ten_kills, (data_folder, second)) for one in ten]
    assert len(killed) == 20
    for folder, one in killed:
        assert one.missing == ()
        if one.seen and one.call_id is not None:
            assert one.marked == was_cut_off(folder, one.call_id)
    assert sum(one.marked for _, one in killed) >= 5, "kills must hit calls, not only the loading"


def test_the_next_start_tells_until_when_the_call_is_kept(
    run: Run, data_folder: Path, short_call: Path
) -> None:
    (data_folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
    assert kill_a_call(data_folder, short_call, 2.0, pace="realtime", again=False).marked
    first = run("doctor")
    assert "ended without a goodbye: it is kept up to" in first.stderr
    assert "--resume" not in first.stderr, "a recording can be played again"
    assert "goodbye" not in run("doctor").stderr
    refused = run("run", "--resume", "--terminal")
    assert refused.returncode == 1
    assert refused.stderr == "prompter: no call was cut off; start a new one with: prompter run\n"


def test_a_call_of_which_nothing_may_be_kept_is_not_resumed(run: Run) -> None:
    refused = run("run", "--resume", "--no-keep", "--terminal")
    assert refused.returncode == 1
    assert "nothing may be kept, so no call can be resumed" in refused.stderr
