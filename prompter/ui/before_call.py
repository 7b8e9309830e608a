"""What the user chooses on the start page before a call: the sheet, the app, the settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from prompter.errors import BadSettings, PrompterError
from prompter.settings import Settings, load_settings, save_setting
from prompter.ui.about_window import AboutWindow
from prompter.ui.first_run import FirstRun
from prompter.ui.live_parts import LiveParts
from prompter.ui.own_data import OwnData
from prompter.ui.page_layout import PageLayout, kept_text
from prompter.ui.plain_page import PlainPage
from prompter.ui.playbook.playbook_window import PlaybookWindow
from prompter.ui.settings_window import SettingsWindow
from prompter.ui.sheet_window import SheetWindow
from prompter.ui.theme import ThemeChoice


class BeforeCall(QObject):
    """Opens the windows of the start page, each at most once, and tells what they change."""

    settings_changed = Signal(object)
    """The Settings as they are now."""
    rehearse = Signal()
    """The user wants to hear the sample call now."""

    def __init__(
        self, live: LiveParts, parts: PageLayout, theme: Callable[[], ThemeChoice], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._live, self._parts, self._theme = live, parts, theme
        self._open: dict[str, PlainPage] = {}
        parts.app.picked.connect(self._choose_app)
        parts.sheet.picked.connect(self._choose_sheet)
        parts.edit_sheet.clicked.connect(lambda: self.open_sheet(parts.sheet.name))
        parts.new_sheet.clicked.connect(lambda: self.open_sheet(""))
        parts.settings.clicked.connect(self.open_settings)
        parts.playbook.clicked.connect(self.open_playbook)
        parts.first_steps.clicked.connect(self.open_first_run)
        parts.about.clicked.connect(self.open_about)
        self._list_sheets(live.sheet)

    def open_sheet(self, name: str) -> SheetWindow:
        """Open a call sheet; a new one when `name` is empty."""
        settings = self._settings()
        own = OwnData(settings.my_name, settings.my_number, self._keep)
        window = SheetWindow(self._live.sheets, name, own, self._theme())
        window.closed.connect(self._sheet_closed)
        self._show("sheet", window)
        return window

    def open_settings(self) -> SettingsWindow:
        """Open the settings, or bring them to the front."""
        there = self._open.get("settings")
        if isinstance(there, SettingsWindow):
            self._show("settings", there)
            return there
        window = SettingsWindow(self._live.settings_file)
        window.changed.connect(self._settings_are)
        window.closed.connect(lambda: self._open.pop("settings", None))
        window.about_wanted.connect(self.open_about)
        self._show("settings", window)
        return window

    def open_playbook(self) -> PlaybookWindow | None:
        """Open the playbook, or bring it to the front; None when it can't be read."""
        there = self._open.get("playbook")
        if isinstance(there, PlaybookWindow):
            self._show("playbook", there)
            return there
        try:
            window = PlaybookWindow(self._live.workshop(), self._theme())
        except PrompterError as error:
            self._parts.show_note(str(error), trouble=True)
            return None
        window.closed.connect(lambda: self._open.pop("playbook", None))
        self._show("playbook", window)
        return window

    def open_about(self) -> AboutWindow:
        """What Prompter is and is made of; brought to the front when it is open."""
        there = self._open.get("about")
        window = there if isinstance(there, AboutWindow) else AboutWindow(self._theme())
        if window is not there:
            window.closed.connect(lambda: self._open.pop("about", None))
        self._show("about", window)
        return window

    def open_first_run(self) -> FirstRun:
        """Show the first steps."""
        window = FirstRun(self._live, self._keep_choice, self._kept_now(), self._theme())
        window.finished.connect(self._first_run_over)
        self._show("first steps", window)
        return window

    def look_again(self) -> None:
        """A sheet may have been made or edited elsewhere."""
        self._list_sheets(self._parts.sheet.name)

    def close(self) -> None:
        """Close all that was opened; what was typed is saved."""
        for window in list(self._open.values()):
            window.close()

    def _show(self, kind: str, window: PlainPage) -> None:
        before = self._open.get(kind)
        if before is not None and before is not window:
            before.close()
        self._open[kind] = window
        window.show()
        window.raise_()
        window.activateWindow()

    def _settings(self) -> Settings:
        try:
            return load_settings(self._live.settings_file)[0]
        except BadSettings as error:
            self._parts.show_note(str(error), trouble=True)
            return Settings()

    def _kept_now(self) -> str:
        """What the user has chosen to keep; empty when they haven't chosen yet."""
        settings = self._settings()
        return "" if settings.first_run else settings.keep

    def _keep(self, key: str, value: str | bool) -> None:
        save_setting(self._live.settings_file, key, value)

    def _keep_choice(self, keep: str) -> None:
        self._keep("keep", keep)
        self._keep("first_run", False)

    def _first_run_over(self, rehearse: bool) -> None:
        self._open.pop("first steps", None)
        self._settings_are(self._settings())
        if rehearse:
            self.rehearse.emit()

    def _settings_are(self, settings: Settings) -> None:
        self._live.use_settings(settings)
        self._parts.kept.setText(kept_text(self._live.keep))
        self._parts.sound.settings_changed()
        self._parts.vault.look_again()
        self._parts.auto_start.setChecked(self._live.auto_start)
        self._parts.app.refresh()
        self.settings_changed.emit(settings)
        for kind in ("sheet", "about"):
            if (window := self._open.get(kind)) is not None:
                window.use_theme(self._theme())

    def _sheet_closed(self, name: str) -> None:
        self._open.pop("sheet", None)
        if name:
            self._choose_sheet(name)
        self._list_sheets(name or self._parts.sheet.name)

    def _list_sheets(self, picked: str) -> None:
        self._parts.sheet.refresh(picked)
        self._parts.edit_sheet.setEnabled(bool(self._parts.sheet.name))

    def _choose_sheet(self, name: str) -> None:
        self._parts.edit_sheet.setEnabled(bool(name))
        self._told(lambda: self._live.choose_sheet(name))

    def _choose_app(self, name: str) -> None:
        self._told(lambda: self._live.choose_app(name))

    def _told(self, choose: Callable[[], None]) -> None:
        try:
            choose()
        except PrompterError as error:
            self._parts.show_note(str(error), trouble=True)
