"""The data folders with which every other one of a test begins, since making them takes many seconds."""

import os
import subprocess
from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from regulars.config import postgres
from regulars.config.database import running
from regulars.config.tests.installation import Installation

# What conftest.py empties after a test that commits, it empties without triggers: on a server of ours it may.
WITHOUT_TRIGGERS = "GRANT SET ON PARAMETER session_replication_role TO regulars;"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its tables are made, and empty. To be copied by `begin`."""
    return made_once("template", make_tables, tmp_path_factory)


@pytest.fixture(scope="session")
def first_day(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of Kettle & Crumb when nobody has written yet. To be copied by `begin`."""

    def open_house(folder: Path) -> None:
        begin(folder, like=template)
        house = Installation(folder)
        house.command("seed", "empty").check_returncode()
        house.start()
        house.stop()

    return made_once("first-day", open_house, tmp_path_factory)


def made_once(name: str, make: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """By whichever of the processes that test side by side comes first; the others wait for it."""
    folder = of_all_processes(tmp_path_factory) / name
    with folder.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not folder.exists():
            draft = folder.with_suffix(".draft")
            make(draft)
            draft.rename(folder)
    return folder


def of_all_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that those who test side by side share."""
    ours = tmp_path_factory.getbasetemp()
    return ours.parent if os.environ.get("PYTEST_XDIST_WORKER") else ours


def make_tables(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGULARS_DATA", str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        patch.setattr(postgres, "FIRST_STATEMENTS", (*postgres.FIRST_STATEMENTS, WITHOUT_TRIGGERS))
        with running("tests", is_durable=False):
            done = Installation(folder).command("migrate")
    assert done.returncode == 0, done.stderr


def begin(folder: Path, *, like: Path) -> None:
    """A copy of a data folder in which nothing runs, with the same owners."""
    subprocess.run(["cp", "-a", like, folder], check=True)
