import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from regulars.api.models import ApiToken
from regulars.config import environment
from regulars.config.command_line import COMMANDS
from regulars.config.commands import agent, migrate, seed, token
from regulars.config.environment import Problem
from regulars.config.tests.installation import Installation
from regulars.team.models import Agent


def test_every_command_has_help_without_loading_django(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "var")
    code = (
        "import sys; from regulars.config.command_line import COMMANDS, main\n"
        "for name in COMMANDS:\n"
        "    try: main([name, '--help'])\n"
        "    except SystemExit as end: assert end.code == 0, name\n"
        "assert main([]) == 0\n"
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=installation.surroundings, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)
    assert not installation.data.exists()


def test_an_unknown_command_shows_those_that_there_are(installation: Installation) -> None:
    done = installation.command("sed")
    assert done.returncode == 2
    assert "There is no command 'sed'." in done.stderr
    assert "seed" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("REGULARS_PORT", "http", "REGULARS_PORT must be a port number"),
        ("REGULARS_DATA", "/proc/regulars", "Cannot write to the data folder /proc/regulars"),
        ("REGULARS_LISTEN", "192.0.2.1", "REGULARS_LISTEN must be an address of this machine"),
        (
            "REGULARS_SMTP_CERTIFICATE",
            "/nowhere/mail.crt",
            "/nowhere/mail.crt cannot be read: No such file or directory",
        ),
        ("REGULARS_SMTP_REQUIRE_TLS", "1", "REGULARS_SMTP_REQUIRE_TLS needs REGULARS_SMTP_CERTIFICATE"),
        ("DATABASE_URL", "mysql://localhost/shop", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "postgresql://ada@127.0.0.1:1/shop", "Cannot reach the PostgreSQL that DATABASE_URL names"),
    ],
)
def test_what_a_person_can_mend_is_told_in_words(installation: Installation, name: str, value: str, words: str) -> None:
    done = installation.command("run", **{name: value})

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_python_is_refused_by_name(tmp_path: Path) -> None:
    """On a machine where no interpreter is new enough, before anything is made."""
    shutil.copytree(environment.ROOT / "bin", tmp_path / "bin")
    shutil.copy(environment.ROOT / "requirements.lock", tmp_path)
    old = tmp_path / "old" / "python3"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for name in ("sh", "dirname", "readlink", "cmp"):
        (old.parent / name).symlink_to(shutil.which(name))

    done = subprocess.run([tmp_path / "bin" / "run"], env={"PATH": str(old.parent)}, capture_output=True, text=True)

    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_doctor_names_what_is_wrong_and_what_helps(installation: Installation) -> None:
    (installation.data / "secret.key").chmod(0o644)

    done = installation.command("doctor")

    assert done.returncode == 1
    assert f"→ chmod 600 {installation.data}/secret.key" in done.stdout
    assert "✓ Tables            fit this release" in done.stdout
    assert "! Worker            does not run" in done.stdout


@pytest.mark.django_db
def test_the_first_owner_is_let_in_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    agent.run(Namespace(email="Grace@Coffee.example", name="Grace Hall", role="owner", without_second_factor=False))
    grace = Agent.objects.get()

    assert (grace.email, grace.role_id, grace.is_active) == ("grace@coffee.example", "owner", True)
    assert grace.check_password(capsys.readouterr().out.split()[-1])


@pytest.mark.django_db
def test_who_is_locked_out_gets_a_new_password(capsys: pytest.CaptureFixture[str], grace: Agent) -> None:
    agent.run(Namespace(email=grace.email, name=None, role="agent", without_second_factor=True))
    grace.refresh_from_db()

    assert grace.check_password(capsys.readouterr().out.split()[-1])
    assert grace.role_id == "owner"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "name", "words"), [("nobody", "N", "not an e-mail"), ("n@x.example", None, "--name")]
)
def test_a_newcomer_needs_an_address_and_a_name(email: str, name: str | None, words: str) -> None:
    with pytest.raises(Problem, match=words):
        agent.run(Namespace(email=email, name=name, role="owner", without_second_factor=False))


@pytest.mark.django_db
def test_a_world_is_not_poured_over_what_is_there(grace: Agent) -> None:
    with pytest.raises(Problem, match="Somebody works in this database already"):
        seed.run(Namespace(world="coffee_shop", conversations=1))


@pytest.mark.django_db
def test_a_server_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "OLDEST_SERVER", 99)
    with pytest.raises(Problem, match="PostgreSQL 99 or newer is needed; DATABASE_URL names a server of version"):
        migrate.set_up()


@pytest.mark.django_db
def test_tokens_are_made_listed_and_revoked(capsys: pytest.CaptureFixture[str], grace: Agent) -> None:
    token.run(Namespace(action="create", email=grace.email, name="Web shop"))
    secret = capsys.readouterr().out.strip()
    assert ApiToken.of(secret).agent == grace

    token.run(Namespace(action="list"))
    number, email, *name = capsys.readouterr().out.split()
    assert (email, name) == (grace.email, ["Web", "shop"])

    token.run(Namespace(action="revoke", number=int(number)))
    assert ApiToken.of(secret) is None
    with pytest.raises(Problem, match=f"There is no token {number}"):
        token.run(Namespace(action="revoke", number=int(number)))
