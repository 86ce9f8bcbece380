import subprocess
from pathlib import Path

import pytest

from regulars.config.tests.installation import Installation


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose tables are made: to be copied, since making it takes seconds."""
    folder = tmp_path_factory.mktemp("template") / "var"
    done = Installation(folder).command("migrate")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def installation(template: Path, tmp_path: Path) -> Installation:
    """A fresh installation with nothing running."""
    subprocess.run(["cp", "-a", template, tmp_path / "var"], check=True)
    return Installation(tmp_path / "var")
