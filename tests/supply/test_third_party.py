"""What Prompter is made of is named, with licenses, and follows the lock file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import prompter
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture

ROOT = Path(__file__).parent.parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
BUILD_ONLY = {"hatchling", "editables", "pathspec", "pluggy", "trove-classifiers", "packaging"}


def locked() -> set[tuple[str, str]]:
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    return {(name, version) for name, version in PIN.findall(lock) if name not in BUILD_ONLY}


def test_the_bill_of_materials_names_every_locked_package_with_its_hashes() -> None:
    bill = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["specVersion"] == "1.5"
    parts = bill["components"]
    assert {(part["name"], part["version"]) for part in parts} == locked()
    refs = [part["bom-ref"] for part in parts]
    assert len(set(refs)) == len(refs)
    assert sorted(refs) == bill["dependencies"][0]["dependsOn"]
    for part in parts:
        digests = [p["value"] for p in part["properties"] if p["name"] == "lock:sha256"]
        assert digests, part["name"]


def test_every_locked_package_is_in_the_licenses_with_a_text_or_where_it_is_used() -> None:
    text = (ROOT / "THIRD_PARTY_LICENSES").read_text(encoding="utf-8")
    parts = re.split(r"^={20} (\S+ \S+) ={20}$", text, flags=re.MULTILINE)[1:]
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    assert set(sections) == {f"{name} {version}" for name, version in locked()}
    bare = [
        name
        for name, part in sections.items()
        if "\nOnly where " not in part and ("\n--- " not in part or len(part) < 500)
    ]
    assert bare == []
    (toolkit,) = (part for name, part in sections.items() if name.startswith("pyside6"))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in toolkit


def test_about_names_the_parts_and_shows_the_texts(run: Run) -> None:
    short = run("about")
    assert short.returncode == 0
    assert f"Prompter {prompter.__version__}, Apache License 2.0." in short.stdout
    assert re.search(r"pyside6-essentials \S+: LGPL-3.0", short.stdout)
    whole = run("about", "--licenses")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in whole.stdout
