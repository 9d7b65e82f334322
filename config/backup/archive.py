"""The file of a backup: an ordinary tar that is written in one pass, and read with every byte checked.

A part's length is known only at its end, so its header is written afterwards in its place: no second copy of the
database needs room on the disk. The manifest comes last, then its own checksum.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from config.backup.manifest import BLOCK, Manifest, Part, dumped, loaded

DATABASE, SECRETS, MANIFEST, SEAL = "database.dump", "secrets.env", "manifest.json", "manifest.sha256"
_RECORD = tarfile.BLOCKSIZE


class Damaged(Exception):
    """The file is not what was written; the message says where."""


def create(path: Path) -> BinaryIO:
    """Open a new file that only its owner may read. Raises ``FileExistsError``."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    os.fchmod(handle, 0o600)
    return os.fdopen(handle, "w+b")


def append(file: BinaryIO, name: str, chunks: Iterable[bytes], *, at: int) -> Part:
    """Write one part behind the last; ``at`` (Unix time) is its date. Returns what to note in the manifest."""
    header = file.tell()
    file.write(bytes(_RECORD))
    blocks, size = [], 0
    for block in in_blocks(chunks):
        file.write(block)
        blocks.append(hashlib.sha256(block).hexdigest())
        size += len(block)
    file.write(bytes(-size % _RECORD))
    end = file.tell()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, at
    file.seek(header)
    file.write(entry.tobuf(tarfile.GNU_FORMAT))
    file.seek(end)
    return Part(name, size, tuple(blocks))


def finish(file: BinaryIO, manifest: Manifest) -> None:
    """Write the manifest and its checksum, end the tar, and wait until the disk has it."""
    text, at = dumped(manifest), int(manifest.made_at.timestamp())
    append(file, MANIFEST, [text], at=at)
    append(file, SEAL, [f"{hashlib.sha256(text).hexdigest()}  {MANIFEST}\n".encode()], at=at)
    file.write(bytes(2 * _RECORD))
    file.flush()
    os.fsync(file.fileno())


def in_blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream of any chunks into pieces of ``BLOCK`` bytes, the last one shorter."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= BLOCK:
            yield bytes(held[:BLOCK])
            del held[:BLOCK]
    if held:
        yield bytes(held)


class Archive:
    """A finished backup. Opening it checks the manifest; reading a part checks each block before handing it on."""

    def __init__(self, path: Path) -> None:
        """Raises ``Damaged``, ``Unfit`` for an unknown format, or ``OSError``."""
        self.path = path
        self._places = self._found()
        missing = [name for name in (DATABASE, MANIFEST, SEAL) if name not in self._places]
        if missing:
            raise Damaged(f"{path} ends at byte {path.stat().st_size:,} without {missing[0]}: it is cut off")
        text, seal = self._whole(MANIFEST), self._whole(SEAL)
        if seal.split()[:1] != [hashlib.sha256(text).hexdigest().encode()]:
            raise Damaged(f"{path}: {MANIFEST} at byte {self._places[MANIFEST][0]:,} is not what was written")
        self.manifest = loaded(text)

    def _found(self) -> dict[str, tuple[int, int]]:
        try:
            with tarfile.open(self.path, "r:") as tar:
                return {entry.name: (entry.offset_data, entry.size) for entry in tar}
        except tarfile.TarError as reason:
            length = self.path.stat().st_size
            raise Damaged(f"{self.path} ({length:,} bytes) is no whole backup: {reason}") from None

    def _whole(self, name: str) -> bytes:
        start, size = self._places[name]
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(size)

    def read(self, name: str) -> Iterator[bytes]:
        """Yield a part block by block. Raises ``Damaged`` with the place before the first wrong block is handed on."""
        part = self.manifest.part(name)
        start, size = self._places.get(name, (0, -1))
        if part is None or part.size != size:
            raise Damaged(f"{self.path}: {name} is {size:,} bytes long, the manifest says otherwise")
        with self.path.open("rb") as file:
            file.seek(start)
            for number, wanted in enumerate(part.blocks):
                offset = number * BLOCK
                block = file.read(min(BLOCK, size - offset))
                if hashlib.sha256(block).hexdigest() != wanted:
                    raise Damaged(
                        f"{self.path} is damaged between byte {start + offset:,} and {start + offset + len(block):,} "
                        f"(in {name}): take another copy"
                    )
                yield block

    def check(self, say: Callable[[str], None]) -> None:
        """Read everything once. Raises ``Damaged``."""
        for part in self.manifest.parts:
            for _ in self.read(part.name):
                pass
            say(f"  {part.name:<18} {part.size:>14,} bytes, as written")
