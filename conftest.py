"""What every test stands on: the cast, a data folder of its own, a real PostgreSQL, a real browser."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import django
import pytest

pytest_plugins = ["tests.cast"]

# Before Django reads its settings: a test never touches the data of somebody who runs Regulars here.
os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.config.settings"
os.environ["REGULARS_DATA"] = tempfile.mkdtemp(prefix="regulars-test-")
for name in [name for name in os.environ if name.startswith("REGULARS_")]:
    if name not in {"REGULARS_DATA", "REGULARS_CHROMIUM", "REGULARS_PYTHON"}:
        del os.environ[name]
# Playwright keeps an event loop in the main thread, where the tests around it use the database all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()


def pytest_configure(config: pytest.Config) -> None:
    """Several processes have a data folder and a server each: none may read the settings before it has said where."""
    if getattr(config.option, "numprocesses", None):
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys in a browser come last: nothing that runs a loop of its own can run beside Playwright's."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["REGULARS_DATA"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """The server that DATABASE_URL names, or a throw-away one that need not survive a power cut."""
    from regulars.config.database import running

    with running("tests", is_durable=False):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, and quiet: it asks nobody on the network for anything."""
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    program = shutil.which(os.environ.get("REGULARS_CHROMIUM", "chromium"))
    return {**browser_type_launch_args, "executable_path": program, "args": quiet + as_root}
