"""Answers of programs: when they leave, and taking them back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from regulars.conversations.models import Delivery, Message
from tests.cast import a_conversation, letter_from

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]


def reply_to(program, conversation, **given):
    return program.post(f"/conversations/{conversation.pk}/reply", text="It left.", **given)


def test_a_program_s_answer_leaves_at_once_unless_it_asks_for_time(program, ada):
    conversation = a_conversation(ada)
    reply_to(program, conversation)
    assert Delivery.objects.get().due_at <= timezone.now()
    answer = reply_to(program, conversation, undo_seconds=60)
    assert answer.status_code == 201 and answer.json()["leaves_at"] is not None
    assert Delivery.objects.latest("pk").due_at > timezone.now()


def test_it_is_taken_back_as_a_draft(program, ada):
    number = reply_to(program, a_conversation(ada), undo_seconds=60).json()["id"]
    answer = program.post(f"/messages/{number}/take-back")
    assert (answer.status_code, answer.json()["state"], answer.json()["text"]) == (200, "draft", "It left.")
    assert not Message.objects.filter(pk=number).exists()


def test_it_leaves_later_or_sooner(program, ada):
    at = timezone.now() + timedelta(days=2)
    number = reply_to(program, a_conversation(ada), send_at=at.isoformat(), yields=True).json()["id"]
    assert Delivery.objects.get().due_at == at and Delivery.objects.get().yields
    later = {"send_at": (at + timedelta(days=1)).isoformat()}
    assert program.post(f"/messages/{number}/schedule", **later).status_code == 200
    assert program.post(f"/messages/{number}/send-now").status_code == 200
    assert Delivery.objects.get().due_at <= timezone.now()


def test_a_refused_time_sends_nothing(program, ada):
    answer = reply_to(program, a_conversation(ada), send_at="2020-01-01T00:00:00Z")
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "send_at"
    assert not Message.objects.filter(kind="out").exists()


def test_it_is_refused_when_somebody_wrote_meanwhile(program, ada):
    conversation = a_conversation(ada)
    letter_from(ada, "Never mind.", conversation=conversation)
    refused = reply_to(program, conversation, if_last_position=1)
    assert refused.status_code == 409
    assert refused.json()["errors"][0] | {"message": ""} == {
        "field": "if_last_position",
        "message": "",
        "code": "outdated",
    }
    assert not Delivery.objects.exists()
    assert reply_to(program, conversation, if_last_position=2).status_code == 201
