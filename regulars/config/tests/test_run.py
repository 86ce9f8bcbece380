import os
import signal
import socket
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from regulars.config.tests.installation import Installation
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def regulars(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One that was started on an empty folder, and runs."""
    installation = Installation(tmp_path_factory.mktemp("run") / "var")
    said = installation.start()
    assert "2/5 PostgreSQL" in said
    assert "3/5 Tables" in said
    yield installation
    if installation.process.poll() is None:
        installation.stop()


@pytest.mark.parametrize("name", ["web", "worker", "postgres"])
def test_what_is_killed_runs_again(regulars: Installation, name: str) -> None:
    regulars.kill(name)

    assert f"{name} was ended by signal 9 (SIGKILL)." in regulars.said


def test_the_supervisor_can_be_copied(regulars: Installation) -> None:
    """It has loaded all that web and worker need, and nothing that two processes cannot have in common."""
    process = Path(f"/proc/{regulars.process.pid}")

    assert len(list((process / "task").iterdir())) == 1
    assert not [each for each in (process / "fd").iterdir() if each.is_socket()]  # none that is just being closed


def test_a_server_that_somebody_else_has_asked_to_stop_runs_again(regulars: Installation) -> None:
    """It would wait for our own sessions, which stay."""
    regulars.kill("postgres", signal.SIGTERM)


def test_a_server_killed_amid_a_long_query_runs_again(regulars: Installation) -> None:
    """The session goes on working for its dead postmaster, and would keep the next one from starting."""
    session = regulars.connect()
    session.pgconn.send_query(b"SELECT pg_sleep(3600)")

    regulars.kill("postgres")
    session.close()


def test_commands_use_the_server_that_runs(regulars: Installation) -> None:
    before = regulars.process_id("postgres")
    wait_until(lambda: is_well_again(regulars))  # which was killed in the tests before

    done = regulars.command("doctor")

    assert done.returncode == 0, done.stdout
    assert "✓ Worker            alive" in done.stdout
    assert regulars.process_id("postgres") == before


def is_well_again(regulars: Installation) -> bool:
    """Whether each part of the worker has found the database again."""
    told = "SELECT facts FROM live_heartbeat WHERE name = 'worker' AND at > pg_postmaster_start_time()"
    with regulars.connect() as session:
        found = session.execute(told).fetchone()
    return found is not None and found[0]["failing"] == []


def test_search_knows_letters_from_punctuation(regulars: Installation) -> None:
    with regulars.connect() as session:
        found = session.execute("SELECT to_tsvector('simple', '“order”, «été»—漢字。')::text").fetchone()

    assert found == ("'order':1 'été':2 '漢字':3",)


def test_only_its_owner_may_look_into_the_data_folder(regulars: Installation) -> None:
    assert stat.S_IMODE(regulars.data.stat().st_mode) == 0o700


def test_a_second_run_on_the_same_folder_is_refused(regulars: Installation) -> None:
    refused = regulars.command("run")

    assert refused.returncode == 1
    assert f"running already on the data folder {regulars.data}" in refused.stderr
    assert f"(process {regulars.process.pid})" in refused.stderr
    assert regulars.is_well()


@pytest.mark.parametrize("killed", [(), ("web", "worker", "postgres")], ids=["supervisor", "everything"])
def test_it_survives_the_end_of(regulars: Installation, killed: tuple[str, ...]) -> None:
    with regulars.connect() as session:
        session.execute("DROP TABLE IF EXISTS promise; CREATE TABLE promise AS SELECT 1 AS kept")
    children = [regulars.process_id(name) for name in ("web", "worker", "postgres")]
    for process in (regulars.process.pid, *map(regulars.process_id, killed)):
        with suppress(ProcessLookupError):  # web and worker end with the supervisor, before their turn or after
            os.kill(process, signal.SIGKILL)
    regulars.process.wait()

    said = regulars.start()

    assert "3/5 Tables" not in said  # they are known to fit
    assert regulars.is_well()
    with regulars.connect() as session:
        assert session.execute("SELECT kept FROM promise").fetchone() == (1,)
    assert not any(_is_alive(child) for child in children)


def test_ctrl_c_leaves_nothing_behind(regulars: Installation) -> None:
    children = [regulars.process_id(name) for name in ("web", "worker", "postgres")]

    assert regulars.stop() == 0
    assert not any(_is_alive(child) for child in children)
    assert "Traceback" not in regulars.said
    regulars.start()


def test_a_port_in_use_is_named_with_the_variable_that_changes_it(installation: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.smtp_port))
        taken.listen()
        refused = installation.command("run")

    assert refused.returncode == 1
    assert refused.stderr == (
        f"Port {installation.smtp_port} is used by another program. "
        f"Choose another: REGULARS_SMTP_PORT={installation.smtp_port + 1} bin/run\n"
    )


def test_a_database_of_a_newer_release_is_not_touched(installation: Installation) -> None:
    with installation.database() as session:
        session.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('customers', '9999_future', now())")
    (installation.data / "postgres" / "data" / "regulars.migrated").unlink()

    refused = installation.command("run")

    assert refused.returncode == 1
    assert "made by a newer release of Regulars (it knows customers.9999_future)" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_cluster_of_a_newer_postgresql_is_not_touched(installation: Installation) -> None:
    (installation.data / "postgres" / "data" / "PG_VERSION").write_text("99\n")

    refused = installation.command("run")

    assert refused.returncode == 1
    assert "was made by PostgreSQL 99, newer than the 18" in refused.stderr


def _is_alive(process_id: int) -> bool:
    """Dead, or a zombie that nobody has buried yet."""
    try:
        with open(f"/proc/{process_id}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
