"""Hash all files of models; tell which models there are and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from prompter.errors import ModelTrouble
from prompter.paths import models_folder
from prompter.recognize.models.catalogue import Catalogue, Model, load_catalogue
from prompter.recognize.models.find import built_in_folder, find_model
from prompter.recognize.models.manifest import NAME, DamagedManifest, read_manifest, sha256_of


@dataclass(frozen=True, slots=True)
class Problem:
    """A file of a model that is not as it should be. reason: such as "is missing"."""

    file: str
    reason: str


class State(StrEnum):
    """How a model stands on this machine."""

    INSTALLED = "installed"
    BUILT_IN = "built in"
    NOT_INSTALLED = "not installed"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """How one model of the catalogue stands.

    size: bytes on disk, now or once installed. default: installed when no name is given.
    trouble: empty, or the one line that says what is wrong and what to run.
    folder: where it lies, when it can be used.
    """

    name: str
    engine: str
    language: str
    license: str
    about: str
    size: int
    default: bool
    state: State
    trouble: str
    folder: Path | None


def verify_model(
    name: str, folder: Path | None = None, *, catalogue: Catalogue | None = None
) -> list[Problem]:
    """Compare the SHA-256 of every file of a catalogue model; an empty list means all is well.

    Raises ModelTrouble when the model is not installed.
    """
    model = (catalogue or load_catalogue()).model(name)
    place = _folder_of(model, folder)
    if not _is_there(model, folder) or place is None:
        raise ModelTrouble(f"Speech model {name} is not installed; {model.remedy}")
    try:
        wanted = _hashes(model, place)
    except DamagedManifest:
        return [Problem(NAME, "can't be read")]
    checked = ((file, _fault(place / file, sha256)) for file, sha256 in wanted.items())
    return [Problem(file, fault) for file, fault in checked if fault]


def _folder_of(model: Model, folder: Path | None) -> Path | None:
    if model.built_in is not None:
        return built_in_folder(model)
    return (folder or models_folder()) / model.name


def _is_there(model: Model, folder: Path | None) -> bool:
    place = _folder_of(model, folder)
    return place is not None and (model.built_in is not None or (place / NAME).exists())


def _hashes(model: Model, place: Path) -> dict[str, str]:
    """What each file's SHA-256 must be: as installed, or for a built-in model as published."""
    manifest = None if model.built_in is not None else read_manifest(place)
    if manifest is not None:
        return {file: record.sha256 for file, record in manifest.all_files.items()}
    return {f: facts.sha256 for build in model.builds.values() for f, facts in build.items()}


def _fault(file: Path, sha256: str) -> str:
    try:
        return "" if sha256_of(file) == sha256 else "has changed"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"can't be read ({error.strerror})"


def list_models(
    folder: Path | None = None, *, catalogue: Catalogue | None = None
) -> list[ModelStatus]:
    """All models of the catalogue, with the quick check done on those that are installed."""
    catalogue = catalogue or load_catalogue()
    return [_status(model, folder, catalogue) for model in catalogue.models.values()]


def _status(model: Model, folder: Path | None, catalogue: Catalogue) -> ModelStatus:
    place: Path | None = None
    trouble = ""
    state = State.INSTALLED if model.built_in is None else State.BUILT_IN
    try:
        place = find_model(model.name, folder, catalogue=catalogue)
    except ModelTrouble as error:
        trouble = str(error)
        state = State.DAMAGED if _is_there(model, folder) else State.NOT_INSTALLED
    return ModelStatus(
        name=model.name,
        engine=model.engine,
        language=model.language,
        license=model.license,
        about=model.about,
        size=model.size if place is None else _bytes_in(model, place),
        default=model.name == catalogue.default,
        state=state,
        trouble=trouble,
        folder=place,
    )


def _bytes_in(model: Model, place: Path) -> int:
    files = _hashes(model, place)
    return sum((place / file).stat().st_size for file in files)
