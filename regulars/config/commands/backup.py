"""`bin/regulars backup FILE`: one file that holds everything."""

import argparse
import gzip
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from regulars.config import environment, postgres_tools
from regulars.config.environment import Problem

HELP = "Write the database, all attachments and the secret key into one file."
MORE = """\
Works while Regulars runs. FILE ends in .tar, or in .tar.gz to be smaller and slower.
Keep it where nobody else can read it: it holds customers' letters and the key that signs them.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="where to write it; must not exist yet")


def run(options: argparse.Namespace) -> int:
    file: Path = options.file.absolute()
    if file.exists():
        raise Problem(f"{file} exists already. Choose another name.")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:
            draft = Path(folder) / "draft"
            _write(draft, dump=Path(folder) / "database.dump", is_compressed=file.suffix in {".gz", ".tgz"})
            os.link(draft, file)
    except FileExistsError:
        raise Problem(f"{file} exists already. Choose another name.") from None
    except (FileNotFoundError, PermissionError) as error:
        raise Problem(f"Cannot write {file} ({error.strerror}). Choose another place.") from None
    print(f"{file}: {file.stat().st_size / 1_000_000:.1f} MB. `bin/regulars restore {file}` brings it back.")
    return 0


def _write(draft: Path, *, dump: Path, is_compressed: bool) -> None:
    """The database first: attachments that it speaks of are there afterwards, but for those that are erased meanwhile."""
    postgres_tools.dump(dump)
    about, key = dump.with_name("about.json"), dump.with_name("secret.key")
    about.write_text(json.dumps(_about()))
    key.touch(mode=0o600)
    key.write_text(f"{environment.secret_key()}\n")
    with draft.open("xb") as raw:
        os.fchmod(raw.fileno(), 0o600)
        packed = gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6) if is_compressed else raw
        with tarfile.open(fileobj=packed, mode="w") as tar:
            tar.add(about, "about.json")
            tar.add(dump, "database.dump")
            tar.add(key, "secret.key")
            for attachment in _attachments():
                with suppress(FileNotFoundError):
                    tar.add(attachment, attachment.relative_to(environment.data_folder()))
        if packed is not raw:
            packed.close()
        raw.flush()
        os.fsync(raw.fileno())


def _attachments() -> Iterator[Path]:
    """All that are whole: one that is being written has a longer name until then, and may have the other one at any moment."""
    for folder, _, names in os.walk(environment.files_folder()):
        yield from (Path(folder, name) for name in names if "." not in name)


def _about() -> dict[str, object]:
    from regulars.config.commands.migrate import applied_migrations

    return {"made_at": datetime.now(UTC).isoformat(), "migrations": applied_migrations()}
