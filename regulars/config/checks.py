"""What `bin/regulars doctor` looks at: each check says how it found one thing and, if need be, what helps."""

import re
import shutil
import sys
from collections.abc import Callable
from importlib import metadata
from typing import NamedTuple
from urllib.parse import urlsplit

from packaging.requirements import Requirement

from regulars.config import certificate, environment, locks, ports
from regulars.config.child import lock_path

LITTLE_SPACE = 2  # GB
FEW_DAYS = 14  # for a certificate
LONGEST_SILENCE = 30  # seconds between two heartbeats of the worker


class Finding(NamedTuple):
    """`state` is ok, warn or fail."""

    state: str
    about: str
    says: str
    helps: str = ""


Check = Callable[[], Finding]


def python() -> Finding:
    return Finding("ok", "Python", ".".join(map(str, sys.version_info[:3])))


def packages() -> Finding:
    text = (environment.ROOT / "requirements.lock").read_text()
    named = [Requirement(line.rstrip(" \\")) for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    wanted = [each for each in named if each.marker is None or each.marker.evaluate()]  # not those of other machines
    wrong = [each.name for each in wanted if not each.specifier.contains(_installed(each.name) or "0")]
    if wrong:
        return Finding("fail", "Packages", f"differ from requirements.lock: {', '.join(wrong)}", "Run bin/run.")
    return Finding("ok", "Packages", f"{len(wanted)}, as in requirements.lock")


def data_folder() -> Finding:
    return Finding("ok", "Data folder", f"{environment.make_data_folder()} can be written")


def disk_space() -> Finding:
    free = shutil.disk_usage(environment.make_data_folder()).free / 1e9
    helps = "Free some space: without it no letter can be stored." if free < LITTLE_SPACE else ""
    return Finding("warn" if helps else "ok", "Disk space", f"{free:.1f} GB free", helps)


def secret_key() -> Finding:
    environment.secret_key()
    path = environment.data_folder() / "secret.key"
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding("fail", "Secret key", f"others can read {path}", f"chmod 600 {path}")
    return Finding("ok", "Secret key", "readable by its owner alone" if path.exists() else "from REGULARS_SECRET_KEY")


def web_port() -> Finding:
    return _port("Web port", environment.web_port(), "web", "REGULARS_PORT")


def smtp_port() -> Finding:
    return _port("SMTP port", environment.smtp_port(), "worker", "REGULARS_SMTP_PORT")


def smtp_certificate() -> Finding:
    days = certificate.days_left()
    if days is None:
        return Finding("ok", "SMTP certificate", "none: letters come in as they are sent, unencrypted")
    if days < FEW_DAYS:
        return Finding("fail" if days < 0 else "warn", "SMTP certificate", f"{days} days left", "Renew it.")
    return Finding("ok", "SMTP certificate", f"{days} days left")


def address() -> Finding:
    is_public = environment.listen_address() not in {"127.0.0.1", "::1", "localhost"}
    if is_public and urlsplit(environment.base_url()).hostname == "localhost":
        return Finding("warn", "Address", environment.base_url(), "Links in letters lead there: set REGULARS_URL.")
    return Finding("ok", "Address", environment.base_url())


def outgoing_mail() -> Finding:
    mail = environment.outgoing_mail()
    if mail["backend"] == environment.LOCAL_MAILBOX:
        return Finding("warn", "Outgoing mail", "kept on this machine, see /sent-mail", "Set REGULARS_SMTP_URL.")
    host = mail["options"].get("EMAIL_HOST")
    return Finding("ok", "Outgoing mail", f"{host}:{mail['options']['EMAIL_PORT']}" if host else mail["backend"])


def server() -> Finding:
    from django.db import connection

    version = connection.connection.info.server_version
    kind = "embedded" if environment.is_embedded() else "of your own"
    return Finding("ok", "Database", f"PostgreSQL {version // 10000}.{version % 10000}, {kind}")


def extensions() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_available_extensions")
        available = {name for (name,) in cursor.fetchall()}
    if missing := {"pg_trgm", "unaccent", "btree_gin"} - available:
        helps = "Install the server's contrib package (Debian: postgresql-contrib)."
        return Finding("fail", "Extensions", f"the server lacks {', '.join(sorted(missing))}", helps)
    return Finding("ok", "Extensions", "all that are needed" + ("" if "vector" in available else ", without pgvector"))


def search() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('simple', '“é”') = to_tsvector('simple', 'é')")
        if cursor.fetchone()[0]:
            return Finding("ok", "Search", "knows letters from punctuation in any language")
    helps = "Back up, make the database anew with LC_CTYPE C.UTF-8, restore."
    return Finding("warn", "Search", "does not find words next to “ ”, – and the like", helps)


def tables() -> Finding:
    from regulars.config.commands import migrate

    migrate.refuse_migrations_of_newer_release(migrate.applied_migrations())
    if missing := migrate.missing_migrations():
        return Finding("warn", "Tables", f"{len(missing)} migrations behind", "bin/regulars migrate")
    return Finding("ok", "Tables", "fit this release")


def worker() -> Finding:
    from django.db import connection
    from django.db.models import F
    from django.db.models.functions import Now

    from regulars.live.models import Heartbeat

    if Heartbeat._meta.db_table not in connection.introspection.table_names():
        return Finding("warn", "Worker", "cannot run before the tables are made", "bin/regulars migrate")
    last = Heartbeat.objects.filter(name="worker").annotate(silence=Now() - F("at")).first()
    if last is None or last.silence.total_seconds() > LONGEST_SILENCE:
        return Finding("warn", "Worker", "does not run: no letter comes in or goes out", "Start it: bin/run")
    if failing := last.facts.get("failing"):
        log = environment.data_folder() / "log" / "worker.log"
        return Finding("fail", "Worker", f"runs, but keeps failing at {', '.join(failing)}", f"See {log}.")
    return Finding("ok", "Worker", f"alive {last.silence.total_seconds():.0f} s ago")


OF_THE_MACHINE: tuple[Check, ...] = (
    python,
    packages,
    data_folder,
    disk_space,
    secret_key,
    web_port,
    smtp_port,
    smtp_certificate,
    address,
    outgoing_mail,
)
OF_THE_DATABASE: tuple[Check, ...] = (server, extensions, search, tables, worker)


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _port(about: str, port: int, child: str, variable: str) -> Finding:
    if locks.is_locked(lock_path(child)):
        is_answering = ports.is_answering(environment.listen_address(), port)
        helps = "" if is_answering else f"See {environment.data_folder() / 'log' / child}.log."
        return Finding("fail" if helps else "ok", about, f"{port}, {'answers' if is_answering else 'no answer'}", helps)
    ports.refuse_taken_port(environment.listen_address(), port, variable=variable)
    return Finding("ok", about, f"{port}, free")
