"""What every test stands on: the cast, a data folder of its own, a real PostgreSQL, a real browser."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

import django
import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as trying
from hypothesis.internal.conjecture import providers

pytest_plugins = ["tests.cast", "tests.template"]
CHROMIUMS = ["chromium-headless-shell", "chromium"]
STAYS = {"django_content_type", "auth_permission", "team_role"}  # what migrations write

# Before Django reads its settings: a test never touches the data of somebody who runs Regulars here.
os.environ["DJANGO_SETTINGS_MODULE"] = "regulars.config.settings"
os.environ["REGULARS_DATA"] = tempfile.mkdtemp(prefix="regulars-test-")
for name in [name for name in os.environ if name.startswith("REGULARS_")]:
    if name not in {"REGULARS_DATA", "REGULARS_CHROMIUM", "REGULARS_PYTHON"}:
        del os.environ[name]
# Playwright keeps an event loop in the main thread, where the tests around it use the database all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()
# A password that is slow to guess is slow to set and to check, and hundreds of tests have one.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]

# Else each client that a test makes would first look through all files of all modules.
settings.WHITENOISE_AUTOREFRESH = True


# Hypothesis reads the source of each module for numbers to try: seconds in each process, and other draws whenever one more is imported.
providers._get_local_constants = lambda: providers._local_constants
# However slow the machine is: no test looks at the clock on the wall.
trying.register_profile("short", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("short")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also what takes long: `bin/test --long`")


def pytest_configure(config: pytest.Config) -> None:
    """Several processes have a data folder and a server each: none may read the settings before it has said where."""
    if getattr(config.option, "numprocesses", None):
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long is left out unless it is asked for.

    Files with journeys in a browser come last: nothing that runs a loop of its own can run beside Playwright's.
    """
    if not config.getoption("long"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    in_a_browser = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in in_a_browser)


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end: the garbage collector need not look at them again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["REGULARS_DATA"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> Iterator[None]:
    """The server that DATABASE_URL names, or a throw-away one that need not survive a power cut."""
    from django.db import connection

    from regulars.config import environment
    from regulars.config.database import running
    from tests.template import begin

    if environment.is_embedded():
        begin(environment.data_folder() / "postgres", like=request.getfixturevalue("template") / "postgres")
        connection.settings_dict["TEST"]["TEMPLATE"] = "regulars"
    with running("tests", is_durable=False):
        yield


@pytest.fixture(scope="session", autouse=True)
def only_what_was_written_is_emptied() -> Iterator[None]:
    """After a test that commits: TRUNCATE makes new files for each of a thousand tables and indexes, nearly all of which are empty.

    What Django itself writes there when it migrates stays, so that it need not look for each model whether it is there.
    """
    from django.core.management.commands import flush
    from django.db.backends.postgresql.operations import DatabaseOperations

    usual = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Sequence[str], **how: Any) -> list[str]:
        tables = [table for table in tables if table not in STAYS]
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
            if not cursor.fetchone()[0]:
                return usual(self, style, tables, **how)
            cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT FROM {self.quote_name(table)})" for table in tables))
            filled = [table for table, is_filled in zip(tables, cursor.fetchone(), strict=True) if is_filled]
        # Without triggers: neither foreign keys, for which the order would matter, nor our own, which note what changes.
        emptied = [f"DELETE FROM {self.quote_name(table)}" for table in filled]
        return ["SET LOCAL session_replication_role = replica", *emptied]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **facts: None)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, the one without windows if it is there, and quiet: it asks nobody on the network for anything."""
    from playwright.sync_api import expect

    expect.set_options(timeout=60_000)  # milliseconds, far longer than anything takes, even on a busy machine
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    names = [os.environ["REGULARS_CHROMIUM"]] if "REGULARS_CHROMIUM" in os.environ else CHROMIUMS
    program = next(filter(None, map(shutil.which, names)), None)
    return {**browser_type_launch_args, "executable_path": program, "args": quiet + as_root}
