"""`prompter models`: what the user types and sees."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from prompter.cli.models import app
from prompter.errors import ModelTrouble
from prompter.paths import shipped
from prompter.recognize import models

FILES = {
    "am/final.mdl": b"acoustic model" * 1000,
    "conf/model.conf": b"--beam=10.0\n",
    "graph/HCLG.fst": b"graph" * 1000,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's models folder, not there yet; the real catalogue, with a small model as default.

    The small model's only source is a package that npm, which is out of reach, would fetch.
    """
    real = shipped("models/catalogue.toml").read_text(encoding="utf-8")
    files = "\n".join(
        f'"{file}" = {{ size = {len(content)}, sha256 = "{hashlib.sha256(content).hexdigest()}" }}'
        for file, content in FILES.items()
    )
    file = tmp_path / "catalogue.toml"
    file.write_text(
        real.replace('default = "vosk-small-en-us"', 'default = "tiny"')
        + '\n[models.tiny]\nengine = "vosk"\nlanguage = "en-US"\nlicense = "MIT"\n'
        + 'about = "Made [up]"\n[[models.tiny.sources]]\nnpm = "tiny"\nversion = "1.0.0"\n'
        + f"[models.tiny.builds.one]\n{files}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("prompter.recognize.models.catalogue.shipped", lambda _: file)
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path / "data" / "models"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "tiny.zip", "w") as opened:
        for file, content in FILES.items():
            opened.writestr(f"tiny-1/{file}", content)
    return tmp_path / "tiny.zip"


def prompter_models(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def trouble(*words: str) -> str:
    """The one line with which a command fails."""
    result = prompter_models(*words)
    assert isinstance(result.exception, ModelTrouble), result.output
    assert "\n" not in str(result.exception)
    return str(result.exception)


def test_list_shows_each_model_with_language_size_license_and_state(folder: Path) -> None:
    lines = prompter_models("list").stdout.splitlines()

    assert "vosk-small-en-us  not installed, en-US, 71 MB, Apache-2.0" in lines
    assert "vosk-spk  not installed, any, 15 MB, Apache-2.0" in lines
    assert "moonshine-tiny-en  built in, en, 44 MB, MIT" in lines
    assert "tiny  not installed, default, en-US, 0 MB, MIT" in lines
    assert "    Made [up]" in lines
    assert not folder.exists()


def test_install_without_a_name_takes_the_default_and_says_where_it_is(
    folder: Path, archive: Path
) -> None:
    result = prompter_models("install", "--from", str(archive))

    assert result.exit_code == 0
    assert result.stdout == f"tiny is installed: {folder}/tiny\n"
    assert result.stderr == "Unpacking tiny\n"
    assert "tiny  installed, default, en-US, 0 MB, MIT" in prompter_models("list").stdout


def test_install_once_more_says_that_it_is_there_already(folder: Path, archive: Path) -> None:
    prompter_models("install", "--from", str(archive))

    result = prompter_models("install")

    assert result.exit_code == 0
    assert result.output == f"tiny is already installed: {folder}/tiny\n"


def test_install_says_each_source_that_is_passed_over_and_ends_with_what_to_do(
    folder: Path,
) -> None:
    result = prompter_models("install")

    assert result.stderr == "Passed over tiny@1.0.0: npm is not installed\n"
    assert str(result.exception) == (
        "No source gave the speech model tiny: tiny@1.0.0: npm is not installed. Try again "
        "later, or fetch an archive of it elsewhere and "
        "run: prompter models install tiny --from ARCHIVE"
    )
    assert "tiny" not in [path.name for path in folder.iterdir()]


def test_install_of_the_built_in_model_has_nothing_to_do(folder: Path) -> None:
    result = prompter_models("install", "moonshine-tiny-en")

    assert result.exit_code == 0
    assert result.stdout.startswith("moonshine-tiny-en is built in: ")
    assert not folder.exists()


def test_verify_checks_all_that_are_here(folder: Path, archive: Path) -> None:
    prompter_models("install", "--from", str(archive))

    result = prompter_models("verify")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "vosk-small-en-us: not installed",
        "vosk-spk: not installed",
        "moonshine-tiny-en: sound",
        "tiny: sound",
    ]
    assert folder.is_dir()


def test_verify_names_the_damaged_file_and_the_command_that_mends_it(
    folder: Path, archive: Path
) -> None:
    prompter_models("install", "--from", str(archive))
    (folder / "tiny/am/final.mdl").write_bytes(b"!")
    (folder / "tiny/graph/HCLG.fst").unlink()

    result = prompter_models("verify", "tiny")

    assert result.stdout.splitlines() == [
        "tiny: am/final.mdl has changed",
        "tiny: graph/HCLG.fst is missing",
    ]
    assert str(result.exception) == (
        "Speech model tiny is damaged; run: prompter models install tiny"
    )
    listed = prompter_models("list").stdout.splitlines()
    assert "tiny  damaged, default, en-US, 0 MB, MIT" in listed
    assert listed[-1] == (
        "    Speech model tiny is damaged (am/final.mdl); run: prompter models install tiny"
    )


@pytest.mark.usefixtures("folder")
def test_verify_fails_when_the_default_or_the_named_model_is_missing() -> None:
    line = "Speech model {0} is not installed; run: prompter models install {0}"

    assert trouble("verify") == line.format("tiny")
    assert trouble("verify", "vosk-spk") == line.format("vosk-spk")


def test_path_prints_the_folder_alone_fit_for_scripts(folder: Path, archive: Path) -> None:
    prompter_models("install", "--from", str(archive))

    assert prompter_models("path").stdout == f"{folder}\n"
    assert prompter_models("path", "tiny").stdout == f"{folder}/tiny\n"
    assert trouble("path", "vosk-spk") == (
        "Speech model vosk-spk is not installed; run: prompter models install vosk-spk"
    )


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ["install", "verify", "path"])
def test_a_name_that_is_not_in_the_catalogue_is_said(command: str) -> None:
    assert trouble(command, "vosk-huge").endswith("; run: prompter models list")


@pytest.mark.parametrize("command", ["list", "install", "verify", "path"])
def test_help_shows_an_example_of_each_command(command: str) -> None:
    result = prompter_models(command, "--help")

    assert result.exit_code == 0
    assert f"prompter models {command}" in result.stdout


def test_the_command_line_and_the_library_agree_on_the_folder(folder: Path, archive: Path) -> None:
    prompter_models("install", "--from", str(archive))

    assert models.find_model("tiny") == folder / "tiny"
