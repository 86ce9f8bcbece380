import stat
import subprocess
import tarfile
from pathlib import Path

import pytest

from regulars.config.environment import Problem
from regulars.config.tests.installation import Installation

KEY = "kept elsewhere, and told by the surroundings"


@pytest.fixture(scope="module")
def shop(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One that holds a row and an attachment, is writing another, and is told its key."""
    folder = tmp_path_factory.mktemp("shop") / "var"
    subprocess.run(["cp", "-a", template, folder], check=True)
    attachment = folder / "files" / "ab" / "cdef"
    attachment.parent.mkdir(parents=True)
    attachment.write_bytes(b"\x00\xff")
    attachment.with_name("cdee.77.0a1b2c3d").write_bytes(b"\x00")
    (folder / "secret.key").unlink(missing_ok=True)
    shop = Installation(folder, REGULARS_SECRET_KEY=KEY)
    with shop.database() as session:
        session.execute("CREATE TABLE proof AS SELECT 'Zoë & 漢字' AS kept")
    return shop


@pytest.fixture(scope="module")
def backup(shop: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "backup.tar.gz"
    done = shop.command("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def test_everything_comes_back_from_a_backup(shop: Installation, backup: Path, tmp_path: Path) -> None:
    elsewhere = Installation(tmp_path / "elsewhere", REGULARS_SECRET_KEY="another")
    done = elsewhere.command("restore", str(backup))

    assert done.returncode == 0, done.stderr
    assert "It was made under another REGULARS_SECRET_KEY" in done.stdout
    assert _kept(elsewhere) == ("Zoë & 漢字",)
    assert (elsewhere.data / "files" / "ab" / "cdef").read_bytes() == b"\x00\xff"
    assert [each.name for each in (elsewhere.data / "files" / "ab").iterdir()] == ["cdef"]
    assert (elsewhere.data / "secret.key").read_text().strip() == KEY
    assert stat.S_IMODE((elsewhere.data / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_database_that_holds_something_is_replaced_only_when_forced(shop: Installation, backup: Path) -> None:
    with shop.database() as session:
        session.execute("UPDATE proof SET kept = 'changed'; CREATE TABLE later (); CREATE TYPE mood AS ENUM ('sad')")

    refused = shop.command("restore", str(backup))
    assert refused.returncode == 1
    assert "The database is not empty." in refused.stderr
    assert _kept(shop) == ("changed",)

    assert shop.command("restore", str(backup), "--force").returncode == 0
    assert _kept(shop) == ("Zoë & 漢字",)
    with shop.database() as session:
        assert session.execute("SELECT to_regclass('later'), to_regtype('mood')").fetchone() == (None, None)


def test_a_damaged_backup_changes_nothing(shop: Installation, backup: Path, tmp_path: Path) -> None:
    with tarfile.open(backup) as tar:
        tar.extractall(tmp_path)
    dump = tmp_path / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-2000])
    with tarfile.open(tmp_path / "damaged.tar", "w") as tar:
        for name in ("about.json", "database.dump", "secret.key"):
            tar.add(tmp_path / name, name)

    refused = shop.command("restore", str(tmp_path / "damaged.tar"), "--force")

    assert refused.returncode == 1
    assert "othing was changed" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert _kept(shop) == ("Zoë & 漢字",)


def test_a_backup_never_overwrites_a_file(backup: Path) -> None:
    from argparse import Namespace

    from regulars.config.commands import backup as command

    with pytest.raises(Problem, match="exists already"):
        command.run(Namespace(file=backup))


def _kept(installation: Installation) -> tuple[str] | None:
    with installation.database() as session:
        return session.execute("SELECT kept FROM proof").fetchone()
