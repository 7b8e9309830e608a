"""Writes what Prompter is made of: THIRD_PARTY_LICENSES and sbom.cdx.json (CycloneDX 1.5).

Run:  .venv/bin/python scripts/third_party.py            to write both
      .venv/bin/python scripts/third_party.py --check    to fail when they are out of date

Versions and hashes come from requirements/run.lock, license texts from what is installed.
Packages for other systems are in the SBOM, and named in the licenses without their texts.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import prompter

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements" / "run.lock"
LICENSES = ROOT / "THIRD_PARTY_LICENSES"
SBOM = ROOT / "sbom.cdx.json"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; (.*?))?(?: \\)?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_TEXT_NAME = re.compile(r"(?i)(licen[cs]e|copying|notice|authors)")
_CODE = {".py", ".pyc", ".pyi", ".so", ".pyd"}
_RULE = "=" * 20
BUILD_ONLY = {"hatchling", "editables", "pathspec", "pluggy", "trove-classifiers", "packaging"}
"""In the lock for the build of the package; no part of the program."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of the lock. only_on: the marker, such as sys_platform == 'win32'; or empty."""

    name: str
    version: str
    only_on: str
    hashes: tuple[str, ...]


def pins(lock: str) -> list[Pin]:
    """All packages of a lock file, in its order."""
    found: list[Pin] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            found.append(Pin(pin[1], pin[2], pin[3] or "", ()))
        elif (digest := _HASH.search(line)) and found:
            last = found[-1]
            found[-1] = Pin(last.name, last.version, last.only_on, (*last.hashes, digest[1]))
    return [pin for pin in found if pin.name not in BUILD_ONLY]


def installed(pin: Pin) -> Distribution | None:
    """The package's metadata, when this very version is installed here."""
    try:
        found = distribution(pin.name)
    except PackageNotFoundError:
        return None
    return found if found.version == pin.version else None


def license_of(found: Distribution) -> str:
    """The license as the package itself names it."""
    about = found.metadata
    named = about.get("License-Expression") or ""
    if not named:
        kinds = [text for text in about.get_all("Classifier") or [] if text.startswith("License")]
        named = "; ".join(kind.rsplit(" :: ", 1)[-1] for kind in kinds)
    first = (about.get("License") or "").strip().splitlines()
    return named or (first[0] if first else "see its own page")


def texts_of(found: Distribution) -> Iterator[tuple[str, str]]:
    """License texts that came with the package: name and text."""
    for file in found.files or []:
        # In the metadata, or at the top of the package itself.
        in_place = ".dist-info" in str(file) or len(file.parts) == 2
        if in_place and _TEXT_NAME.search(file.stem) and file.suffix not in _CODE:
            # RECORD may name files that an installer left out.
            place = Path(str(found.locate_file(file)))
            if place.is_file():
                yield file.name, place.read_text(encoding="utf-8", errors="replace").strip()


def own_texts(name: str) -> Iterator[tuple[str, str]]:
    """Texts for a package that brings none: the license it names, as we have it."""
    known = {"LGPL-3.0": ("LGPL-3.0.txt", "GPL-3.0.txt"), "Apache": ("../../LICENSE",)}
    for key, files in known.items():
        if key in name:
            for file in files:
                place = (ROOT / "packaging" / "licenses" / file).resolve()
                yield place.name, place.read_text(encoding="utf-8").strip()


def licenses_text(all_pins: list[Pin]) -> str:
    """THIRD_PARTY_LICENSES."""
    parts = [
        "Prompter stands on the work of others. These packages come with it or are installed\n"
        "beside it; each is named with its version, its license, and the license's text where\n"
        "the package brings one. Made by scripts/third_party.py.\n\n"
        "Speech models: vosk-small-en-us (Apache-2.0), Moonshine tiny-en (MIT).\n"
    ]
    for pin in all_pins:
        found = installed(pin)
        if found is None:
            parts.append(f"{_RULE} {pin.name} {pin.version} {_RULE}\nOnly where {pin.only_on}\n")
            continue
        parts.append(f"{_RULE} {pin.name} {pin.version} {_RULE}\nLicense: {license_of(found)}\n")
        texts = list(texts_of(found)) or list(own_texts(license_of(found)))
        parts += [f"--- {name}\n\n{text}\n" for name, text in texts]
    return "\n".join(parts)


def sbom(all_pins: list[Pin]) -> dict[str, Any]:
    """The bill of materials; the same for the same lock."""
    known = json.dumps([[pin.name, pin.version, pin.hashes] for pin in all_pins])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, known)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "prompter",
                "name": "prompter",
                "version": prompter.__version__,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [_component(pin) for pin in all_pins],
        "dependencies": [
            {"ref": "prompter", "dependsOn": sorted(_purl(pin) for pin in all_pins)},
        ],
    }


def _component(pin: Pin) -> dict[str, Any]:
    found = installed(pin)
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": _purl(pin),
        "name": pin.name,
        "version": pin.version,
        "purl": _purl(pin),
        # One digest for each file that the lock allows to be installed.
        "properties": [
            *({"name": "lock:sha256", "value": digest} for digest in pin.hashes),
            *([{"name": "lock:only-on", "value": pin.only_on}] if pin.only_on else []),
        ],
    }
    if found is not None:
        made["licenses"] = [{"license": {"name": license_of(found)}}]
    return made


def _purl(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name.lower().replace('_', '-')}@{pin.version}"


def main() -> int:
    """Write or check both files."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--check", action="store_true")
    check: bool = wanted.parse_args().check
    all_pins = pins(LOCK.read_text(encoding="utf-8"))
    made = {LICENSES: licenses_text(all_pins), SBOM: json.dumps(sbom(all_pins), indent=1) + "\n"}
    stale = []
    for file, text in made.items():
        if not check:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(file.name)
    if stale:
        print(f"{', '.join(stale)}: out of date; run: .venv/bin/python scripts/third_party.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
