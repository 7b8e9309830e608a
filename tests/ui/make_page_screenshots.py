"""Pictures of the windows before a call: python -m tests.ui.make_page_screenshots [FOLDER]

Run it under QT_QPA_PLATFORM=offscreen, with QT_SCALE_FACTOR=2 for the pictures at 200 %.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from prompter.call_sheet import CallSheet
from prompter.settings import save_setting
from prompter.ui.about_window import AboutWindow
from prompter.ui.first_run import FirstRun
from prompter.ui.own_data import OwnData
from prompter.ui.settings_window import SettingsWindow
from prompter.ui.sheet_window import SheetWindow
from prompter.ui.start_page import StartPage
from prompter.ui.theme import ThemeChoice
from prompter.ui.tray import CallTray
from prompter.ui.view_settings import ViewSettings
from tests.ui.prompter_window import REPOSITORY
from tests.ui.scripted_live import ScriptedLive
from tests.ui.test_shown_call import Call

SHEET = CallSheet(
    company="Acme Logistics",
    person="Jane Okafor",
    role="Site planner",
    met="Her talk at the March meet-up",
    ideas=("cutting empty return trips", "one plan for all three depots"),
    proofs=("I cut planning time by a third in six months",),
    times=("Tuesday at ten", "Thursday at three"),
    referrals=("Northway Freight", "Harbor Foods"),
    notes="She likes short answers.",
)
MACHINE = ["Speech model: vosk-small-en-us is installed", "Microphone: Built-in"]


def windows(theme: ThemeChoice, home: Path) -> dict[str, QWidget]:
    """Every window, by the name of its picture."""
    live = ScriptedLive(Call, settings_file=home / "settings.toml", sheet="acme-jane")
    save_setting(live.settings_file, "theme", theme)
    live.sheets.save("acme-jane", SHEET)
    nobody = OwnData("", "", lambda _key, _value: None)
    made: dict[str, QWidget] = {
        "sheet_empty": SheetWindow(live.sheets, "", nobody, theme),
        "sheet_filled": SheetWindow(live.sheets, "acme-jane", nobody, theme),
        "settings": SettingsWindow(live.settings_file),
        "about": AboutWindow(theme),
    }
    for clicks in range(3):
        steps = FirstRun(live, lambda _keep: None, "", theme)
        for _ in range(clicks):
            steps.go_on.click()
        for box, place in ((steps.consent.here, "New York"), (steps.consent.there, "California")):
            box.setCurrentIndex(box.findText(place))
        made[f"first_run_{clicks + 1}"] = steps
    tray = CallTray(there=False)
    made["start_page"] = StartPage(
        Call, lambda: MACHINE, ViewSettings(theme), live, tray, home / "archive.db"
    )
    return made


def main() -> None:
    """Save every picture into the folder."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else REPOSITORY / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    end = "_200" if os.environ.get("QT_SCALE_FACTOR") == "2" else ""
    app = QApplication([])
    themes: tuple[ThemeChoice, ...] = ("dark", "light")
    for theme in themes:
        with tempfile.TemporaryDirectory() as home:
            os.environ["HOME"] = home  # paths are shown from there on
            for name, window in windows(theme, Path(home)).items():
                window.show()
                for _ in range(5):
                    app.processEvents()
                window.grab().save(str(folder / f"{name}_{theme}{end}.png"))
                window.close()


if __name__ == "__main__":
    main()
