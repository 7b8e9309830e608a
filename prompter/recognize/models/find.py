"""Where a model lies, checked quickly enough to do it at every start."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from prompter.errors import ModelTrouble
from prompter.paths import models_folder
from prompter.recognize.models.catalogue import Catalogue, Model, load_catalogue
from prompter.recognize.models.manifest import (
    NAME,
    DamagedManifest,
    read_manifest,
    sha256_of,
)

# What each engine must find in a model folder: for every line, all files of one alternative.
# By Vosk's own loader, which knows the two layouts and the two kinds of graph.
_GRAPHS = (("HCLG.fst",), ("HCLr.fst", "Gr.fst"))
_LAYOUTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "vosk": (
        *(("am/final.mdl", "conf/model.conf", *(f"graph/{g}" for g in graph)) for graph in _GRAPHS),
        *(("final.mdl", "mfcc.conf", *graph) for graph in _GRAPHS),
    ),
    "vosk-speaker": (("final.ext.raw", "mean.vec", "mfcc.conf", "transform.mat"),),
    "moonshine": (("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"),),
}


def find_model(
    name_or_path: str,
    folder: Path | None = None,
    *,
    engine: str | None = None,
    catalogue: Catalogue | None = None,
) -> Path:
    """The folder of a catalogue model, or of a model of the user's own, fit to be loaded.

    folder: where models are installed; the user's models folder unless given. engine: refuse
    a model that is meant for another one ("vosk", "vosk-speaker", "moonshine").
    A file whose size or time of change is not as installed is hashed, so that a damaged one
    is found; all others are only looked up, which takes a few milliseconds.
    Raises ModelTrouble with what to run when the model is missing, damaged or a wrong one.
    """
    catalogue = catalogue or load_catalogue()
    model = catalogue.models.get(name_or_path)
    if model is None:
        return _own_model(name_or_path, engine, catalogue.default)
    if engine not in (None, model.engine):
        raise ModelTrouble(
            f"Speech model {model.name} is for {model.engine}, not for {engine}; "
            "run: prompter models list"
        )
    if model.built_in is not None:
        return _built_in_model(model)
    place = (folder or models_folder()) / model.name
    check_installed(model, place)
    return place


def check_installed(model: Model, place: Path) -> None:
    """The quick check of an installed model. Raises ModelTrouble."""
    try:
        manifest = read_manifest(place)
    except DamagedManifest as error:
        raise _damaged(model, NAME) from error
    if manifest is None:
        raise ModelTrouble(f"Speech model {model.name} is not installed; {model.remedy}")
    if manifest.name != model.name:
        raise ModelTrouble(
            f"{place}: holds {manifest.name} instead of {model.name}; {model.remedy}"
        )
    for name, record in manifest.all_files.items():
        try:
            facts = (place / name).stat()
            as_installed = facts.st_size == record.size and (
                facts.st_mtime_ns == record.mtime_ns or sha256_of(place / name) == record.sha256
            )
        except OSError as error:
            raise _damaged(model, name) from error
        if not as_installed:
            raise _damaged(model, name)


def built_in_folder(model: Model) -> Path | None:
    """Where a built-in model lies; None without its Python package, which is not imported."""
    if model.built_in is None:
        return None
    spec = find_spec(model.built_in.module)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / model.built_in.folder


def _built_in_model(model: Model) -> Path:
    place = built_in_folder(model)
    if place is None:
        raise ModelTrouble(f"Speech model {model.name} is not installed; {model.remedy}")
    (build,) = model.builds.values()
    for name, facts in build.items():
        file = place / name
        if not file.is_file() or file.stat().st_size != facts.size:
            raise _damaged(model, name)
    return place


def _damaged(model: Model, file: str) -> ModelTrouble:
    return ModelTrouble(f"Speech model {model.name} is damaged ({file}); {model.remedy}")


def _own_model(path: str, engine: str | None, default: str) -> Path:
    place = Path(path).expanduser()
    if not place.is_dir():
        what = "is no folder" if place.exists() else "is neither a speech model nor a folder"
        raise ModelTrouble(f"{path} {what}; run: prompter models list")
    kinds = _LAYOUTS if engine is None else {engine: _LAYOUTS[engine]}
    for alternatives in kinds.values():
        if any(all(_holds(place, file) for file in files) for files in alternatives):
            return place
    gaps = [
        [file for file in files if not _holds(place, file)] for files in next(iter(kinds.values()))
    ]
    missing = min(gaps, key=len)[0]
    raise ModelTrouble(
        f"{path} holds no {engine or 'Vosk'} model ({missing} is missing or empty); "
        f"give the folder that holds it, or run: prompter models install {default}"
    )


def _holds(place: Path, file: str) -> bool:
    return (place / file).is_file() and (place / file).stat().st_size > 0
