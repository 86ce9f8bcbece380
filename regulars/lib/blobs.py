"""Files kept under the SHA-256 of their bytes: the same file twice is kept once, and nothing is ever overwritten."""

import hashlib
import os
from collections.abc import Iterable
from typing import BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction

# The name of the locks, one a file: who keeps it shares its lock until their row is there, who deletes it has it alone.
KEEPING = 0xF17E5


def keep(content: bytes) -> str:
    """Store `content` for good and return its SHA-256 in hex. Harmless twice.

    Within the transaction that writes the row that holds it: until that ends, nobody deletes the file.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(
            "keep() belongs inside the transaction that writes who holds the file: put @transaction.atomic on the verb"
        )
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    _hold("pg_advisory_xact_lock_shared", digest)
    if isinstance(default_storage, FileSystemStorage):
        _keep_on_disk(default_storage.path(path), content)
    elif not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return digest


def fetch(digest: str) -> BinaryIO:
    """The bytes kept under this SHA-256, as an open file. Raises FileNotFoundError."""
    return default_storage.open(path_of(digest), "rb")  # type: ignore[return-value]


def path_of(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _keep_on_disk(path: str, content: bytes) -> None:
    if os.path.exists(path):
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # Whole or not at all: a crash while writing leaves a file of another name, and a row never points at half a file.
    unfinished = f"{path}.{os.getpid()}.{os.urandom(4).hex()}"
    with open(unfinished, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)


def forget_unless_held(digests: Iterable[str]) -> None:
    """Delete the bytes that no row holds any more (`settings.FILES_HELD_IN`), for good: one file may have come from several.

    Asked when the rows that held them are gone. Harmless twice.
    """
    holders = [each.rsplit(".", 1) for each in settings.FILES_HELD_IN]
    for digest in filter(None, set(digests)):
        with transaction.atomic(durable=True):  # with one lock at a time nobody comes to a deadlock
            _hold("pg_advisory_xact_lock", digest)
            if not any(apps.get_model(model).objects.filter(**{column: digest}).exists() for model, column in holders):
                default_storage.delete(path_of(digest))


def _hold(lock: str, digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s, hashtext(%s))", [KEEPING, digest])
