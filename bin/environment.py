"""Makes .venv with nothing but Python's own library: no pip, no ensurepip and no uv need be installed.

uv does the installing: the one on the PATH, or else the one that requirements-uv.lock names.
"""

import configparser
import fcntl
import hashlib
import html
import io
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST_UV = (0, 5)
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PIP_FILES = ("/etc/xdg/pip/pip.conf", "/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf")


class Trouble(Exception):
    """What is wrong, and what helps."""


def main(lock: str) -> None:
    began = time.monotonic()
    with _one_at_a_time():
        if (VENV / "requirements-test.lock").exists():
            lock = "requirements-test.lock"  # where tests have been run, they can go on being run
        if _is_made(lock):
            return
        words = "1/5 Python environment … "
        print(words, end="", flush=True)
        try:
            _make(lock)
        except BaseException:
            print(flush=True)
            raise
        print(f"{time.monotonic() - began:.1f} s", flush=True)


def _make(lock: str) -> None:
    pip = _pip_options()
    if not (VENV / "bin" / "python").exists():
        venv.EnvBuilder(clear=True, symlinks=True, with_pip=False).create(VENV)
    uv = _uv(pip)
    command = [uv, "pip", "sync", "--require-hashes", "--python", str(VENV / "bin" / "python"), lock]
    done = subprocess.run(command, cwd=ROOT, env=_uv_surroundings(pip), text=True, stderr=subprocess.PIPE)
    if done.returncode:
        raise Trouble(f"{done.stderr.strip()}\n\nThe packages could not be installed. {_network_help()}")
    for name in ("requirements.lock", "requirements-test.lock"):
        (VENV / name).unlink(missing_ok=True)
    # The test environment is the other one and more.
    for name in {lock, "requirements.lock"}:
        shutil.copyfile(ROOT / name, VENV / name)


def _is_made(lock: str) -> bool:
    kept = VENV / lock
    return (VENV / "bin" / "python").exists() and kept.exists() and kept.read_bytes() == (ROOT / lock).read_bytes()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two commands started together make the environment once."""
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    yield
    os.close(folder)


# --- uv ---


def _uv(pip: dict[str, list[str]]) -> str:
    own = VENV / "bin" / "uv"
    found = shutil.which("uv")
    if found and _uv_version(found) >= OLDEST_UV:
        return found
    if not own.exists() and not _uv_by_pip(own):
        _unpack_uv(_fetch_uv(pip), own)
    return str(own)


def _uv_version(uv: str) -> tuple[int, ...]:
    try:
        words = subprocess.run([uv, "--version"], capture_output=True, text=True).stdout.split()
    except OSError:
        words = []
    return tuple(int(number) for number in re.findall(r"\d+", words[1])[:2]) if len(words) > 1 else (0,)


def _uv_by_pip(own: Path) -> bool:
    """By pip, where there is one: it knows all that is configured for it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        command += ["--target", folder, "-r", str(ROOT / "requirements-uv.lock")]
        if subprocess.run(command, capture_output=True).returncode:
            return False
        _put((Path(folder) / "bin" / "uv").read_bytes(), own)
        return True


def _fetch_uv(pip: dict[str, list[str]]) -> bytes:
    """uv's wheel for this machine from the package index that is configured; its hash must be one we know."""
    text = (ROOT / "requirements-uv.lock").read_text()
    version = re.search(r"uv==(\S+)", text)[1]
    hashes = set(re.findall(r"sha256:([0-9a-f]{64})", text))
    reasons = []
    for index in _indexes(pip):
        page = f"{index.rstrip('/')}/uv/"
        try:
            listing = _get(page).decode(errors="replace")
            for link, name in re.findall(r'<a [^>]*?href="([^"#]+)[^"]*"[^>]*>([^<]+)</a>', listing):
                if name.startswith(f"uv-{version}-") and _fits_this_machine(name):
                    wheel = _get(urllib.parse.urljoin(page, html.unescape(link)))
                    if hashlib.sha256(wheel).hexdigest() in hashes:
                        return wheel
            reasons.append(f"{_without_password(index)} has no uv {version} for {platform.machine()}")
        except (OSError, ValueError) as error:
            reasons.append(f"{_without_password(index)}: {getattr(error, 'reason', error)}")
    raise Trouble("\n".join(reasons) + f"\n\nThe package installer uv could not be fetched. {_network_help()}")


def _fits_this_machine(wheel: str) -> bool:
    if sys.platform == "darwin":
        kind = "macosx"
    else:
        kind = "manylinux_2_17" if platform.libc_ver()[0] == "glibc" else "musllinux"
    return kind in wheel and re.search(rf"_{re.escape(platform.machine())}(\.|$)", wheel) is not None


def _unpack_uv(wheel: bytes, own: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".data/scripts/uv"))
        _put(packed.read(name), own)


def _put(program: bytes, path: Path) -> None:
    """All of it or nothing, so that it may be interrupted."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(program)
    draft.chmod(0o755)
    draft.replace(path)


def _get(url: str) -> bytes:
    try:
        return urllib.request.urlopen(url, timeout=60).read()
    except urllib.error.URLError as error:
        # A fresh Debian has no certificates to check against. Whatever comes is checked against our own hashes,
        # so all that a stranger in between could do is to fail; but a password is not shown to strangers.
        if not isinstance(error.reason, ssl.SSLCertVerificationError) or "@" in url or SYSTEM_CERTIFICATES.exists():
            raise
        return urllib.request.urlopen(url, timeout=60, context=ssl._create_unverified_context()).read()


# --- where packages come from ---


def _indexes(pip: dict[str, list[str]]) -> list[str]:
    chosen = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL")
    return [
        *([chosen] if chosen else pip.get("index-url") or ["https://pypi.org/simple"]),
        *pip.get("extra-index-url", []),
    ]


def _uv_surroundings(pip: dict[str, list[str]]) -> dict[str, str]:
    """uv does not read pip's settings: what is set for pip and not for uv is handed on."""
    handed_on = {
        "UV_DEFAULT_INDEX": pip.get("index-url", [])[-1:],
        "UV_INDEX": pip.get("extra-index-url", []),
        "UV_FIND_LINKS": [link for link in pip.get("find-links", []) if "://" in link or Path(link).exists()],
        "UV_INSECURE_HOST": pip.get("trusted-host", []),
        "SSL_CERT_FILE": [file for file in pip.get("cert", [])[-1:] if Path(file).exists()],
    }
    usual = {
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_INDEX_STRATEGY": "unsafe-best-match",  # safe: every file must have a hash that the lock names
        "UV_LINK_MODE": "copy" if _is_other_disk() else "hardlink",
        **{name: (",".join if name == "UV_FIND_LINKS" else " ".join)(all_) for name, all_ in handed_on.items() if all_},
    }
    if SYSTEM_CERTIFICATES.exists():
        usual |= {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}  # the name since 0.10, and the one before
    if not os.access(Path.home(), os.W_OK) and not os.environ.get("UV_CACHE_DIR"):
        usual["UV_NO_CACHE"] = "1"
    if "UV_INDEX_URL" in os.environ:
        usual.pop("UV_DEFAULT_INDEX", None)
    return {**usual, **os.environ, "VIRTUAL_ENV": str(VENV)}


def _pip_options() -> dict[str, list[str]]:
    """What pip's own files and variables say of where packages come from."""
    options: dict[str, list[str]] = {}
    parser = configparser.RawConfigParser()
    files = [os.environ["PIP_CONFIG_FILE"]] if os.environ.get("PIP_CONFIG_FILE") else PIP_FILES
    for file in files:
        try:
            parser.read(Path(file).expanduser())
        except (configparser.Error, OSError, RuntimeError):
            continue
    for section in ("global", "install"):
        if parser.has_section(section):
            options |= {name: value.split() for name, value in parser.items(section)}
    for name in ("index-url", "extra-index-url", "find-links", "trusted-host", "cert"):
        if value := os.environ.get(f"PIP_{name.replace('-', '_').upper()}"):
            options[name] = value.split()
    return options


def _is_other_disk() -> bool:
    """Whether uv's cache and .venv lie on two disks, between which files cannot be linked."""
    cache = Path(os.environ.get("UV_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or Path.home())
    return not cache.exists() or cache.stat().st_dev != ROOT.stat().st_dev


def _without_password(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url)


def _network_help() -> str:
    return "Is there a network? If packages come from elsewhere here, set PIP_INDEX_URL (and HTTPS_PROXY)."


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Trouble as trouble:
        sys.exit(str(trouble))
    except PermissionError as error:
        sys.exit(f"Cannot write {error.filename}. Own this folder, or ask whoever does to run bin/run once.")
    except OSError as error:
        sys.exit(f"{error.strerror}: {error.filename or VENV}")
    except KeyboardInterrupt:
        sys.exit(130)
