"""Files in archives, as Google and others hand out mailboxes."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

DAMAGED = (OSError, EOFError, RuntimeError, tarfile.TarError, zipfile.BadZipFile, zlib.error)


def members(path: Path) -> Iterator[tuple[str, Callable[[], IO[bytes]]]]:
    """The files in an archive by name, and what opens each."""
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as packed:
            for each in packed.infolist():
                if not each.is_dir() and not _is_beside_the_letters(each.filename):
                    yield each.filename, partial(packed.open, each)
    else:
        with tarfile.open(path) as packed:
            for each in packed:
                if each.isfile() and not _is_beside_the_letters(each.name):
                    yield each.name, partial(packed.extractfile, each)


def _is_beside_the_letters(name: str) -> bool:
    """macOS packs what it knows of each file beside it."""
    place = PurePosixPath(name)
    return "__MACOSX" in place.parts or place.name.startswith(".")
