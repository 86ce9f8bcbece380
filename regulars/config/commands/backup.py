"""`bin/regulars backup FILE`: one file that holds everything."""

import argparse
import gzip
import json
import os
import tarfile
import tempfile
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
    """The database first: attachments are only ever added, so those that it speaks of are there afterwards."""
    postgres_tools.dump(dump)
    about = Path(dump.parent) / "about.json"
    about.write_text(json.dumps(_about()))
    with draft.open("xb") as raw:
        os.fchmod(raw.fileno(), 0o600)
        packed = gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6) if is_compressed else raw
        with tarfile.open(fileobj=packed, mode="w") as tar:
            tar.add(about, "about.json")
            tar.add(dump, "database.dump")
            tar.add(environment.data_folder() / "secret.key", "secret.key")
            if environment.files_folder().exists():
                tar.add(environment.files_folder(), "files")
        if packed is not raw:
            packed.close()
        raw.flush()
        os.fsync(raw.fileno())


def _about() -> dict[str, object]:
    from regulars.config.commands.migrate import applied_migrations

    return {"made_at": datetime.now(UTC).isoformat(), "migrations": applied_migrations()}
