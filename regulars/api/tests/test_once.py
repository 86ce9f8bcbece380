from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.http import HttpResponse

from regulars.api.models import Answer, ApiToken
from regulars.api.tests.conftest import Program
from regulars.conversations.models import Conversation, Message
from regulars.customers.models import Customer
from regulars.team.models import Agent
from tests.cast import a_conversation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("regulars.api.tests.urls")]


def test_requests_at_the_same_moment_with_one_key_have_one_effect(secret: str, ada: Customer) -> None:
    conversation = a_conversation(ada)

    def ask(_number: int) -> HttpResponse:
        try:
            return Program(secret).post(f"/conversations/{conversation.pk}/reply", key="reply-1", text="It has left.")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(6)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert Message.objects.filter(kind="out").count() == 1


def test_a_key_belongs_to_who_used_it(secret: str, grace: Agent, inbox: object) -> None:
    for token in (secret, ApiToken.issue(agent=grace, name="")):
        assert (
            Program(token).post("/conversations", key="1", from_={"email": "a@b.example"}, text="Hi").status_code == 201
        )
    assert Conversation.objects.count() == 2


def test_old_answers_are_forgotten(program: Program, inbox: object) -> None:
    program.post("/conversations", key="1", from_={"email": "a@b.example"}, text="Hi")
    Answer.objects.update(at="2020-01-01T00:00Z")
    program.post("/conversations", key="2", from_={"email": "a@b.example"}, text="Hi")
    assert Answer.objects.count() == 1
