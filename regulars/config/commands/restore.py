"""`bin/regulars restore FILE`: bring back what `backup` wrote."""

import argparse
import json
import os
import re
import shutil
import tarfile
import tempfile
from pathlib import Path

from regulars.config import environment, locks, migrated, postgres_tools
from regulars.config.child import lock_path
from regulars.config.commands import migrate
from regulars.config.environment import Problem

HELP = "Bring back everything from a file that `backup` wrote."
MORE = """\
Stop Regulars first. The database is replaced as a whole or, if anything goes wrong, not at all.
The backup may come from an older release, and from the embedded PostgreSQL into a server of your own.
"""
NEEDS = "server"
ATTACHMENT = re.compile(r"files(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument("--force", action="store_true", help="even if that deletes what the database now holds")


def run(options: argparse.Namespace) -> int:
    _refuse_while_running()
    migrate.set_up()
    if not options.force and postgres_tools.has_tables():
        raise Problem("The database is not empty. To delete all that it holds, add --force.")
    try:
        with tarfile.open(options.file) as tar, tempfile.TemporaryDirectory(dir=environment.data_folder()) as folder:
            _restore(tar, Path(folder))
    except (OSError, tarfile.TarError, KeyError, EOFError) as error:
        raise Problem(f"{options.file} cannot be read as a backup ({error}). Nothing was changed.") from None
    print(f"Everything is back. {_other_key()}Start Regulars with bin/run.")
    return 0


def _restore(tar: tarfile.TarFile, folder: Path) -> None:
    """Attachments first, which harms nothing; then the tables in one transaction; the key at the very end."""
    about = json.load(tar.extractfile(tar.getmember("about.json")))
    migrate.refuse_migrations_of_newer_release(about["migrations"])
    for name in ("database.dump", "secret.key"):
        _write(tar, tar.getmember(name), folder / name)
    for member in tar:
        if member.isfile() and ATTACHMENT.fullmatch(member.name):
            _write(tar, member, environment.data_folder() / member.name)
    migrated.forget()
    postgres_tools.replace_everything(folder / "database.dump")
    (folder / "secret.key").replace(environment.data_folder() / "secret.key")
    migrate.catch_up()


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    if path.exists() and path.stat().st_size == member.size:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    with tar.extractfile(member) as source, draft.open("wb") as target:
        os.fchmod(target.fileno(), member.mode & 0o666)
        shutil.copyfileobj(source, target)
    draft.replace(path)


def _other_key() -> str:
    """What was sealed and signed by the key of the backup is so much paper under another one."""
    if environment.secret_key() == (environment.data_folder() / "secret.key").read_text().strip():
        return ""
    return f"It was made under another REGULARS_SECRET_KEY: set it to what {environment.data_folder() / 'secret.key'} says. "


def _refuse_while_running() -> None:
    owner = locks.open_lock(lock_path("owner"))
    try:
        if locks.read_holder(owner).endswith(" run") and not locks.try_lock(owner):
            raise Problem("Regulars is running. Stop it first (Ctrl-C in its terminal), then restore.")
    finally:
        os.close(owner)
