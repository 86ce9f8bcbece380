import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from regulars.config import environment
from regulars.config.environment import Problem


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REGULARS_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / "var"


@pytest.mark.parametrize("value", ["0", "65536", "80a", "-1", "http", "٣٠٠٠"])
def test_a_port_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("REGULARS_PORT", value)
    with pytest.raises(Problem, match="REGULARS_PORT must be a port number between 1 and 65535"):
        environment.web_port()


def test_a_folder_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULARS_DATA", "/proc/regulars")
    with pytest.raises(Problem, match="Cannot write to the data folder /proc/regulars .*REGULARS_DATA"):
        environment.make_data_folder()


def test_the_secret_key_is_made_once_for_its_owner_alone(data: Path) -> None:
    with ThreadPoolExecutor(8) as crowd:
        keys = set(crowd.map(lambda _: environment.secret_key(), range(32)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
    assert os.listdir(data) == ["secret.key"]


def test_a_secret_key_may_be_given(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setenv("REGULARS_SECRET_KEY", "given")
    assert environment.secret_key() == "given"
    assert not data.exists()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://ada:p%40ss%2Fword@db.example:5433/shop?sslmode=require",
            {"NAME": "shop", "USER": "ada", "PASSWORD": "p@ss/word", "HOST": "db.example", "PORT": "5433"},
        ),
        ("postgres:///shop?host=/run/postgresql", {"NAME": "shop", "HOST": "/run/postgresql", "USER": ""}),
        ("postgresql://[::1]/shop", {"HOST": "::1", "NAME": "shop"}),
    ],
)
def test_a_database_of_ones_own(monkeypatch: pytest.MonkeyPatch, url: str, expected: dict[str, str]) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings = environment.database_settings()
    assert {name: settings[name] for name in expected} == expected
    assert settings["OPTIONS"] == ({"sslmode": "require"} if "sslmode" in url else {})


@pytest.mark.parametrize("url", ["mysql://root@localhost/shop", "postgresql://[::1/shop", "shop"])
def test_a_database_url_that_is_none_is_explained(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(Problem, match="DATABASE_URL cannot be read .*postgresql://user:password@host:5432/database"):
        environment.database_settings()


def test_only_the_web_process_keeps_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "pool" not in environment.database_settings()["OPTIONS"]
    monkeypatch.setenv("REGULARS_PROCESS", "web")
    assert environment.database_settings()["OPTIONS"]["pool"]["max_size"] == 12


def test_a_socket_path_is_never_too_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGULARS_DATA", str(tmp_path / ("long" * 40)))
    first = environment.socket_folder()
    monkeypatch.setenv("REGULARS_DATA", str(tmp_path / ("long" * 41)))

    assert len(str(first / ".s.PGSQL.5432")) <= 107
    assert environment.socket_folder() != first


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls", "user", "password"),
    [
        ("smtp://ada:p%40ss@mail.example", 587, True, False, "ada", "p@ss"),
        ("smtp://mail.example:25", 25, False, False, "", ""),
        ("smtp://ada:pass@mail.example:25", 25, True, False, "ada", "pass"),
        ("smtp://ada:pass@mail.example:25?tls=none", 25, False, False, "ada", "pass"),
        ("smtps://mail.example", 465, False, True, "", ""),
        ("smtp://mail.example:465", 465, False, True, "", ""),
    ],
)
def test_a_mail_server_by_its_address(
    monkeypatch: pytest.MonkeyPatch, url: str, port: int, starttls: bool, tls: bool, user: str, password: str
) -> None:
    monkeypatch.setenv("REGULARS_SMTP_URL", url)
    mail = environment.outgoing_mail()

    assert mail["backend"] == "django.core.mail.backends.smtp.EmailBackend"
    assert mail["options"] == {
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": tls,
    }


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example?tls=maybe"])
def test_a_mail_server_that_is_none_is_explained(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("REGULARS_SMTP_URL", url)
    with pytest.raises(Problem, match="REGULARS_SMTP_URL cannot be read"):
        environment.outgoing_mail()


def test_a_provider_by_its_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULARS_EMAIL_BACKEND", "anymail.backends.postmark.EmailBackend")
    monkeypatch.setenv("REGULARS_ANYMAIL", '{"POSTMARK_SERVER_TOKEN": "t"}')
    assert environment.outgoing_mail()["anymail"] == {"POSTMARK_SERVER_TOKEN": "t"}

    monkeypatch.setenv("REGULARS_ANYMAIL", "POSTMARK_SERVER_TOKEN=t")
    with pytest.raises(Problem, match="REGULARS_ANYMAIL must be a JSON object"):
        environment.outgoing_mail()


def test_letters_go_to_the_local_mailbox_until_a_server_is_named() -> None:
    assert environment.outgoing_mail()["backend"] == environment.LOCAL_MAILBOX


def test_hosts_that_may_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.public_hosts() == []
    monkeypatch.setenv("REGULARS_URL", "https://desk.coffee.example/")
    assert environment.base_url() == "https://desk.coffee.example"
    assert environment.public_hosts()[0] == "desk.coffee.example"
    monkeypatch.setenv("REGULARS_HOSTS", "a.example, b.example")
    assert environment.public_hosts() == ["a.example", "b.example"]


def test_a_certificate_may_bring_its_key_along(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.smtp_certificate() is None
    monkeypatch.setenv("REGULARS_SMTP_CERTIFICATE", "/etc/mail.pem")
    assert environment.smtp_certificate() == ("/etc/mail.pem", "/etc/mail.pem")
    monkeypatch.setenv("REGULARS_SMTP_KEY", "/etc/mail.key")
    assert environment.smtp_certificate() == ("/etc/mail.pem", "/etc/mail.key")


def test_a_key_without_its_certificate_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULARS_SMTP_KEY", "/etc/mail.key")
    with pytest.raises(Problem, match="REGULARS_SMTP_KEY needs REGULARS_SMTP_CERTIFICATE"):
        environment.smtp_certificate()


def test_the_house_speaks_a_language_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [("en", "English"), ("de", "Deutsch")]
    assert environment.language(known) == "en"
    monkeypatch.setenv("REGULARS_LANGUAGE", "de")
    assert environment.language(known) == "de"
    monkeypatch.setenv("REGULARS_LANGUAGE", "tlh")
    with pytest.raises(Problem, match="REGULARS_LANGUAGE is one of en, de"):
        environment.language(known)


@pytest.mark.parametrize(
    ("said", "sender"),
    [
        ({}, "regulars@desk.shop.example"),
        ({"REGULARS_SMTP_URL": "smtp://apikey:x@mail.example"}, "regulars@desk.shop.example"),
        ({"REGULARS_SMTP_URL": "smtp://help%40shop.example:x@mail.example"}, "help@shop.example"),
        ({"REGULARS_MAIL_FROM": "Desk <desk@shop.example>"}, "Desk <desk@shop.example>"),
    ],
)
def test_the_letters_of_the_house_come_from_an_address_that_may_be_real(said, sender, monkeypatch):
    for name, value in {"REGULARS_URL": "https://desk.shop.example", **said}.items():
        monkeypatch.setenv(name, value)
    assert environment.mail_from() == sender
