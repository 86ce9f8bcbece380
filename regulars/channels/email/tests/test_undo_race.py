"""Undo at the very moment when a letter leaves: it is sent, or it is a draft; never both, never neither."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import SentLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.take_back import take_back
from regulars.conversations.models import Conversation, Draft, Message
from regulars.team.models import Agent

ROUNDS = 12


def test_the_row_s_lock_decides(transactional_db: None, grace: Agent) -> None:
    keep(a_letter(), a_mailbox("hello@coffee.example"))
    take_letters()
    conversation = Conversation.objects.get()
    for number in range(ROUNDS):
        Draft.objects.all().delete()
        message = reply(conversation, by=grace, text=f"Part {number}.")
        sent_before, start = SentLetter.objects.count(), threading.Barrier(3)
        results: list[str] = []
        undo = partial(_take_back, message.pk, grace, results)
        acts = [_deliver, undo, undo]
        threads = [threading.Thread(target=_at_once, args=[act, start]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        _deliver()
        is_sent = SentLetter.objects.count() > sent_before
        assert is_sent == Message.objects.filter(pk=message.pk, state="sent").exists()
        assert len(results) == Draft.objects.count() == (0 if is_sent else 1)


def _deliver() -> None:
    while deliver():
        pass


def _take_back(pk: int, by: Agent, results: list[str]) -> None:
    try:
        take_back(Message.objects.get(pk=pk), by=by)
        results.append("taken back")
    except (ValidationError, Message.DoesNotExist):
        pass


def _at_once(act: Callable[[], None], start: threading.Barrier) -> None:
    try:
        start.wait()
        act()
    finally:
        connection.close()
