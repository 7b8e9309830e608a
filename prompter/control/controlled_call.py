"""A running call that can also be told what to do from outside its window.

In:      commands, from `prompter ctl` or a hotkey, on any thread.
Out:     the same to the call (next, pause, mark …) or to its window (hide, show, end …).
Thread:  any; nothing here waits.
Errors:  PrompterError when another live call is running; what else fails is told as a Fault.
Source:  a call without its remote control is still worth having, so that never stops one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from prompter.control.call_status import CallStatus
from prompter.control.commands import CARD_ACTS, Answer, Command
from prompter.control.hotkeys import HotkeyListener, open_hotkeys
from prompter.control.place import OnlyLiveCall
from prompter.control.server import Server, open_server
from prompter.errors import PrompterError
from prompter.messages import CallEvent, CallState, Fault, FaultKind, UserAct, ViewAct
from prompter.running_call import Hear, RunningCall, Take
from prompter.settings import Hotkeys

NEEDS_CARD = frozenset({Command.DISMISS, Command.PIN, Command.ASKED})
VIEW_ACTS = {
    Command.SHOW: ViewAct.SHOW,
    Command.HIDE: ViewAct.HIDE,
    Command.FOCUS: ViewAct.FOCUS,
    Command.CLICK_THROUGH: ViewAct.CLICK_THROUGH,
}


class ControlledCall:
    """Passes everything on to the call; from `start` to `stop` it also hears commands."""

    def __init__(
        self,
        make_call: Callable[[Hear], RunningCall],
        show: Take,
        *,
        source: str,
        live: bool,
        hotkeys: Hotkeys,
        end_without_window: Callable[[], None] | None = None,
    ) -> None:
        """source: what is heard, for people. live: there may be only one such call at a time.

        end_without_window: ends a call that has no window; None when `show` is a window's ear.
        Raises PrompterError when another live call is running, or as `make_call` does.
        """
        self._show, self._hotkeys = show, hotkeys
        self._end_without_window = end_without_window
        self._live = OnlyLiveCall() if live else None
        if self._live is not None:  # before models are loaded
            self._be_the_only(self._live)
        self._status = CallStatus(source=source, live=live)
        self._server: Server | None = None
        self._listener: HotkeyListener | None = None
        with contextlib.ExitStack() as if_it_fails:
            if_it_fails.callback(self._leave)
            self._call = make_call(self._listen)
            if_it_fails.pop_all()

    @property
    def clock_s(self) -> float:
        """Seconds since the call began."""
        return self._call.clock_s

    def start(self) -> None:
        """Begin to listen to call and commands. Raises PrompterError as the call does."""
        with contextlib.ExitStack() as if_it_fails:
            if_it_fails.callback(self._leave)
            self._call.start()
            if_it_fails.pop_all()
        try:
            self._server = open_server(self.obey)
        except PrompterError as error:
            self._tell(str(error))
        self._listener = open_hotkeys(self._hotkeys, self.press)
        if self._listener.trouble:
            self._tell(self._listener.trouble)

    def pause(self) -> None:
        """Hear and keep nothing from now on."""
        self._call.pause()

    def resume(self) -> None:
        """Hear and keep again."""
        self._call.resume()

    def act(self, act: UserAct) -> None:
        """The user did something with the card, or marked this moment."""
        self._call.act(act)

    def stop(self) -> None:
        """End the call, as the call itself does; no command is heard any more."""
        try:
            self._call.stop()
        finally:
            self._leave()

    def obey(self, command: Command) -> Answer:
        """Do what a command says."""
        status = self._status
        if command is Command.STATE:
            return Answer(state=status.facts(self.clock_s))
        if command in VIEW_ACTS:
            if self._end_without_window is not None:
                return Answer(f"this call has no overlay to {command}: it is in a terminal")
            self._show(VIEW_ACTS[command])
        elif status.state is CallState.ENDED and command is not Command.END:
            return Answer("the call has ended")
        elif command in NEEDS_CARD and status.card is None:
            return Answer("no card is on show")
        elif command in CARD_ACTS:
            self.act(CARD_ACTS[command])
        elif command is Command.END:
            if self._end_without_window is not None:
                self._end_without_window()
            else:
                self._show(ViewAct.END)
        else:
            (self.pause if command is Command.PAUSE else self.resume)()
        return Answer()

    def press(self, name: str) -> None:
        """Do what a hotkey of that name in `Hotkeys` says; two of them switch to and fro."""
        if name == "hide" and self._end_without_window is None:
            self._show(ViewAct.HIDE_OR_SHOW)
        elif name == "pause" and self._status.state is CallState.PAUSED:
            self.resume()
        else:
            self.obey(Command(name.replace("_", "-")))

    def _listen(self, event: CallEvent) -> None:
        self._status.take(event)
        self._show(event)

    def _tell(self, text: str) -> None:
        self._show(Fault(FaultKind.CONTROL_LIMITED, text, self.clock_s))

    def _be_the_only(self, live: OnlyLiveCall) -> None:
        other = live.take()
        if other is not None:
            where = f" (process {other})" if other else ""
            raise PrompterError(f"a call is running already{where}; end it with: prompter ctl end")

    def _leave(self) -> None:
        server, self._server = self._server, None
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop()
        if server is not None:
            server.stop()
        if self._live is not None:
            self._live.let_go()
