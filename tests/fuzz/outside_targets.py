"""Fuzzed: what other programs say to the control socket, and model archives from elsewhere."""

from __future__ import annotations

import io
import os
import socket
import tarfile
import threading
import zipfile
from functools import cache
from pathlib import Path

from prompter.control.commands import Answer, Command, read_answer
from prompter.control.place import socket_file
from prompter.control.socket_server import SocketServer
from prompter.recognize.models.unpack import copy_files, list_files

SMALL = 2_000_000


@cache
def _server() -> SocketServer:
    """One server for the whole run, in the target's own folder. A bug in it ends the process."""
    os.environ["PROMPTER_DATA_DIR"] = os.environ["PROMPTER_FUZZ_FOLDER"]

    def ended(what: threading.ExceptHookArgs) -> None:
        os.write(2, f"the control thread ended: {what.exc_value!r}\n".encode())
        os._exit(3)

    threading.excepthook = ended
    server = SocketServer(lambda command: Answer(state={"did": command.value}))
    server.start()
    return server


def control(folder: Path, data: bytes) -> None:
    """Bytes to the socket of a call; it must answer the next one all the same."""
    del folder
    read_answer(data)
    _server()
    answer = _say(data)
    assert not answer or read_answer(answer) is not None, answer
    good = read_answer(_say(b"state\n"))
    assert good is not None, "it does not answer any more"
    assert good.state == {"did": Command.STATE.value}


def _say(data: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5.0)
        client.connect(str(socket_file(os.getpid())))
        try:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            answer = b""
            while piece := client.recv(4096):
                answer += piece
        except (BrokenPipeError, ConnectionResetError):  # it hangs up on what is too long
            return b""
        return answer


def model(folder: Path, data: bytes) -> None:
    """A zip or tar that says it is a model: nothing but what is asked for is written."""
    archive, out = folder / "model.archive", folder / "out"
    archive.write_bytes(data)
    try:
        found = list_files(archive)
        assert not any(Path(name).is_absolute() or ".." in Path(name).parts for name in found)
        if sum(found.values()) > SMALL:
            return
        wanted = {name: out / str(number) for number, name in enumerate(found)}
        copy_files(archive, wanted, lambda _: None)
        made = sum(file.stat().st_size for file in out.iterdir()) if out.exists() else 0
        assert made <= sum(found.values()), "more was unpacked than was said"
    finally:
        for file in out.iterdir() if out.exists() else ():
            file.unlink()


def model_seeds() -> list[bytes]:
    """Good archives of every kind, and some that mean harm."""
    files = {"am/final.mdl": b"model" * 30, "conf/mfcc.conf": b"--dither=32\n"}
    made = [_zip(files), _zip({"../evil": b"x"}), _zip({"a": bytes(1_000_000)})]
    for mode in ("w:", "w:gz", "w:bz2", "w:xz"):
        made.append(_tar(files, mode))
    made.append(_tar({"../evil": b"x", "/etc/evil": b"y"}, "w:gz"))
    made.append(_tar({"n" * 300: b"long names"}, "w:"))
    return made


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, held in files.items():
            opened.writestr(zipfile.ZipInfo(name), held, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tar(files: dict[str, bytes], mode: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as opened:  # type: ignore[call-overload]
        for name, held in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(held)
            opened.addfile(info, io.BytesIO(held))
    return out.getvalue()
