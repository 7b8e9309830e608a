"""The files that desktops and installers read are good."""

from __future__ import annotations

import plistlib
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import prompter

PACKAGING = Path(__file__).parent.parent.parent / "packaging"
LINUX = PACKAGING / "linux"
ID = "io.github.prompter.Prompter"


def test_the_desktop_file_is_valid() -> None:
    done = subprocess.run(
        ["desktop-file-validate", str(LINUX / f"{ID}.desktop")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_metainfo_is_valid_and_names_this_version() -> None:
    file = LINUX / f"{ID}.metainfo.xml"
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    tree = ET.parse(file)
    assert tree.findtext("id") == ID
    releases = [release.get("version") for release in tree.iter("release")]
    assert prompter.__version__ in releases


def test_the_icon_is_a_square_drawing() -> None:
    root = ET.parse(LINUX / f"{ID}.svg").getroot()
    assert root.get("viewBox") == "0 0 128 128"
    assert "href" not in (LINUX / f"{ID}.svg").read_text(encoding="utf-8"), "nothing is fetched"


def test_the_mac_app_asks_for_the_microphone_and_for_no_network() -> None:
    with (PACKAGING / "macos" / "entitlements.plist").open("rb") as file:
        rights = plistlib.load(file)
    assert rights["com.apple.security.device.audio-input"]
    assert not [name for name in rights if "network" in name]


def test_the_windows_installer_names_this_version_and_asks_for_no_administrator() -> None:
    script = (PACKAGING / "windows" / "prompter.iss").read_text(encoding="utf-8")
    assert f'#define Version "{prompter.__version__}"' in script
    assert "PrivilegesRequired=lowest" in script
