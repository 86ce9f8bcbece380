from pathlib import Path

import pytest

from regulars.config.tests.installation import Installation
from tests.template import begin


@pytest.fixture
def installation(template: Path, tmp_path: Path) -> Installation:
    """A fresh installation with nothing running."""
    begin(tmp_path / "var", like=template)
    return Installation(tmp_path / "var")
