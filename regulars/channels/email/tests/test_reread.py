"""Letters of former times, read with what we know today."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from importlib import import_module

import pytest
from django.utils import timezone

from regulars.channels.email.actions.reread_letters import reread_letters
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox
from regulars.channels.email.tests.conftest import a_letter, keep
from regulars.config.command_line import COMMANDS
from regulars.conversations.models import Message, SearchEntry


@pytest.fixture
def badly_read(hello: Mailbox) -> Message:
    """A letter that an earlier reader made nonsense of."""
    keep(a_letter("The grinder hums."), hello)
    take_letters()
    Message.objects.update(text="nonsense", visible_text="nonsense")
    return Message.objects.get()


def test_what_would_change_is_told_and_nothing_is_changed(badly_read: Message) -> None:
    [change] = reread_letters()
    assert change.before["text"] == "nonsense" and change.after["text"].strip() == "The grinder hums."
    badly_read.refresh_from_db()
    assert badly_read.text == "nonsense"


def test_applied_once_it_is_read_and_found_as_today(badly_read: Message) -> None:
    assert len(list(reread_letters(applies=True))) == 1
    badly_read.refresh_from_db()
    assert badly_read.visible_text == "The grinder hums." and Message.objects.count() == 1
    assert "grinder" in SearchEntry.objects.get().words
    assert list(reread_letters()) == []


def test_only_letters_since_a_day(badly_read: Message) -> None:
    assert list(reread_letters(since=timezone.now() + timedelta(days=1))) == []


def test_the_command_says_what_it_found(badly_read: Message, capsys: pytest.CaptureFixture[str]) -> None:
    options = Namespace(since="2020-01-01", apply=True)
    assert import_module(COMMANDS["letters"]).run(options) == 0
    assert "1 read anew." in capsys.readouterr().out
