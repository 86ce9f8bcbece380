"""`bin/regulars mailbox`."""

from __future__ import annotations

import argparse

import pytest

from regulars.channels.email.actions.save_mailbox import save_mailbox
from regulars.channels.email.models import Mailbox
from regulars.config.commands import mailbox
from regulars.config.environment import Problem
from regulars.conversations.models import Inbox
from regulars.team.models import Agent, AuditEntry, Brand

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    mailbox.arguments(parser)
    return mailbox.run(parser.parse_args(words))


def test_the_first_mailbox_brings_its_inbox_and_brand() -> None:
    run("add", "Hello@Coffee.example")
    added = Mailbox.objects.get()
    assert (added.address, added.inbox.name, added.inbox.brand.name) == ("hello@coffee.example", "Inbox", "Coffee")
    assert added.has_plus_addressing and AuditEntry.objects.get().action == "mailbox.added"


def test_servers_are_named_by_addresses() -> None:
    imap, smtp = "imaps://me%40x:p%3Ass@imap.example.com/INBOX,Support", "smtp://me:pw@smtp.example.com:2500?tls=none"
    run("add", "hello@coffee.example", "--imap", imap, "--smtp", smtp, "--inbox", "Shop", "--brand", "Kettle & Crumb")
    added = Mailbox.objects.get()
    assert (added.imap_host, added.imap_port, added.imap_security) == ("imap.example.com", 993, "tls")
    assert (added.imap_user, added.imap_password, added.folders) == ("me@x", "p:ss", ["INBOX", "Support"])
    assert (added.smtp_host, added.smtp_port, added.smtp_security) == ("smtp.example.com", 2500, "none")
    assert (added.inbox.name, added.inbox.brand.name) == ("Shop", "Kettle & Crumb")
    assert added.reads_since and not added.has_plus_addressing


def test_everything_takes_in_what_lies_there() -> None:
    run("add", "hello@coffee.example", "--imap", "imaps://a:b@imap.example.com", "--everything")
    assert Mailbox.objects.get().reads_since is None


def test_adding_again_changes_only_what_is_named() -> None:
    run("add", "hello@coffee.example", "--imap", "imaps://a:b@imap.example.com")
    since = Mailbox.objects.get().reads_since
    run("add", "hello@coffee.example", "--smtp", "smtps://a:b@smtp.example.com")
    changed = Mailbox.objects.get()
    assert (changed.imap_host, changed.smtp_port, changed.reads_since) == ("imap.example.com", 465, since)


@pytest.mark.parametrize("url", ["http://imap.example.com", "imaps://", "imaps://host:port", "imap://host?tls=maybe"])
def test_an_address_that_cannot_be_read_is_told_with_an_example(url: str) -> None:
    with pytest.raises(Problem, match="It looks like imaps://"):
        run("add", "hello@coffee.example", "--imap", url)
    assert not Mailbox.objects.exists() and not Inbox.objects.exists()


def test_several_inboxes_must_be_told_apart() -> None:
    brand = Brand.objects.create(name="Kettle & Crumb")
    for name in ("Hello", "Wholesale"):
        Inbox.objects.create(name=name, brand=brand)
    with pytest.raises(Problem, match="--inbox NAME"):
        run("add", "hello@coffee.example")
    run("add", "hello@coffee.example", "--inbox", "Wholesale")
    assert Mailbox.objects.get().inbox.name == "Wholesale"


def test_the_list_never_shows_passwords(capsys: pytest.CaptureFixture[str]) -> None:
    run("list")
    assert "There is no mailbox yet" in capsys.readouterr().out
    run("add", "hello@coffee.example", "--imap", "imaps://a:hunter2@imap.example.com")
    run("list")
    told = capsys.readouterr().out
    assert "imap.example.com" in told and "hunter2" not in told


def test_removing_closes_and_adding_opens_again() -> None:
    run("add", "hello@coffee.example")
    run("remove", "hello@coffee.example")
    assert not Mailbox.objects.get().is_active
    run("add", "hello@coffee.example")
    assert Mailbox.objects.get().is_active
    with pytest.raises(Problem, match="no mailbox other@coffee.example"):
        run("remove", "other@coffee.example")


def test_the_audit_log_tells_what_changed_and_nothing_else(grace: Agent) -> None:
    run("add", "hello@coffee.example")
    mailbox_kept = Mailbox.objects.get()
    mailbox_kept.sender_name, mailbox_kept.error = "The shop", "was broken"
    save_mailbox(mailbox_kept, by=grace)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.agent, entry.object) == ("mailbox.changed", grace, f"mailbox:{mailbox_kept.pk}")
    assert (entry.before, entry.after) == ({"sender_name": "{agent} at {brand}"}, {"sender_name": "The shop"})
    assert Mailbox.objects.get().error == ""
