"""What the tests of the models share: a small made-up Vosk model, and its publisher.

The publisher is a real web server on this machine, which can be told to misbehave.
"""

from __future__ import annotations

import hashlib
import io
import random
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from prompter.recognize.models import Catalogue, load_catalogue

FILES = {
    "README": b"A made-up model.\n",
    "am/final.mdl": random.Random(1).randbytes(600_000),
    "conf/mfcc.conf": b"--use-energy=false\n--dither=0\n",
    "conf/model.conf": b"--beam=10.0\n",
    "graph/Gr.fst": random.Random(2).randbytes(90_000),
    "graph/HCLr.fst": random.Random(3).randbytes(50_000),
}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class TinyModel:
    """A made-up model named "tiny", and all that can be made of it."""

    folder: Path
    files: dict[str, bytes] = field(default_factory=lambda: dict(FILES))

    def catalogue(self, sources: str = "", name: str = "tiny") -> Path:
        """A catalogue file with this model alone. sources: the TOML of its sources."""
        builds = "\n".join(
            f'"{file}" = {{ size = {len(content)}, sha256 = "{sha256(content)}" }}'
            for file, content in FILES.items()
        )
        file = self.folder / f"{name}.toml"
        file.write_text(
            f'default = "{name}"\n[models.{name}]\nengine = "vosk"\nlanguage = "en-US"\n'
            f'license = "Apache-2.0"\nabout = "Made up"\n{sources}\n'
            f"[models.{name}.tune]\n"
            '"conf/mfcc.conf" = ["--dither=32"]\n"conf/model.conf" = ["--frames-per-chunk=9"]\n'
            f"[models.{name}.builds.first]\n{builds}\n"
        )
        return file

    def loaded(self, sources: str = "") -> Catalogue:
        return load_catalogue(self.catalogue(sources))

    def as_folder(self, name: str = "unpacked") -> Path:
        for file, content in self.files.items():
            target = self.folder / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return self.folder / name

    def as_zip(self, top: str = "vosk-model-tiny-1/") -> Path:
        archive = self.folder / "tiny.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
            for file, content in self.files.items():
                info = zipfile.ZipInfo(top + file)  # without a time, so it is the same each time
                info.compress_type = zipfile.ZIP_DEFLATED
                opened.writestr(info, content)
        return archive

    def as_tgz(self, top: str = "package/deep/model/") -> Path:
        archive = self.folder / "tiny.tgz"
        with tarfile.open(archive, "w:gz") as opened:
            for file, content in self.files.items():
                info = tarfile.TarInfo(top + file)
                info.size = len(content)
                opened.addfile(info, io.BytesIO(content))
        return archive

    def publish_at(self, url: str, *, hashed: bool = True) -> Catalogue:
        """A catalogue whose one source is the zip at `url`."""
        content = self.as_zip().read_bytes()
        facts = f'size = {len(content)}\nsha256 = "{sha256(content)}"\n' if hashed else ""
        return self.loaded(f'[[models.tiny.sources]]\nurl = "{url}"\n{facts}')


@pytest.fixture
def tiny(tmp_path: Path) -> TinyModel:
    folder = tmp_path / "made"
    folder.mkdir()
    return TinyModel(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where models are installed; it isn't there yet."""
    return tmp_path / "data" / "models"


@dataclass
class Publisher:
    """A web server with one archive on it.

    ranges: answer requests for a part. break_after: bytes after which each of the next
    answers breaks off, one per entry. stall_after: bytes after which answers stand still
    until `go_on` is set. status: answer with this instead. asked: the Range header of each
    request so far, empty where there was none.
    """

    content: bytes
    url: str = ""
    ranges: bool = True
    break_after: list[int] = field(default_factory=list)
    stall_after: int | None = None
    status: int = 200
    says_length: bool = True
    asked: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            publisher.asked.append(wanted)
            size = len(publisher.content)
            start = int(wanted.removeprefix("bytes=").rstrip("-") or 0)
            if not publisher.ranges:
                start = 0
            if publisher.status != 200:
                self.send_error(publisher.status)
                return
            if start >= size:
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{size}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
            if publisher.says_length:
                self.send_header("Content-Length", str(size - start))
            self.end_headers()
            self._send(publisher.content[start:])

        def _send(self, content: bytes) -> None:
            if publisher.break_after:
                content = content[: publisher.break_after.pop(0)]
            first = len(content) if publisher.stall_after is None else publisher.stall_after
            self.wfile.write(content[:first])
            if content[first:]:
                self.wfile.flush()
                publisher.go_on.wait(60)
                self.wfile.write(content[first:])

        def log_message(self, *args: object) -> None:
            """Nothing is written to the terminal."""

    return Handler


class _Server(ThreadingHTTPServer):
    def handle_error(self, *args: object) -> None:
        """A client that was killed is no news."""


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], Publisher]]:
    """Put an archive on a web server of its own."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    running: list[tuple[_Server, threading.Thread, Publisher]] = []

    def start(content: bytes) -> Publisher:
        publisher = Publisher(content)
        server = _Server(("127.0.0.1", 0), _handler(publisher))
        publisher.url = f"http://127.0.0.1:{server.server_port}/vosk-model-tiny-1.zip"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        running.append((server, thread, publisher))
        return publisher

    yield start
    for server, thread, publisher in running:
        publisher.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def fake_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a shell script in npm's place, as the only program on the path."""

    def make(script: str) -> Path:
        programs = tmp_path / "programs"
        programs.mkdir()
        npm = programs / "npm"
        npm.write_text(f"#!/bin/sh\n{script}\n")
        npm.chmod(0o755)
        monkeypatch.setenv("PATH", str(programs))
        return npm

    return make
