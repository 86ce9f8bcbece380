import re

import pytest
from django.test import Client

from regulars.api.models import ApiToken
from regulars.config.metrics import MEASURES
from regulars.conversations.actions.reply import reply
from regulars.customers.models import Customer
from regulars.live.models import beat
from regulars.team.models import Agent
from tests.cast import a_conversation

pytestmark = pytest.mark.django_db(transaction=True)
LINE = re.compile(r'regulars_[a-z_]+(\{[a-z]+="[^"\n]*"\})? -?[0-9.e+-]+')


def test_metrics_tell_how_the_queues_stand(noor: Agent, ada: Customer) -> None:
    reply(a_conversation(ada), by=noor, text="Hi")
    beat("worker")
    client = Client(headers={"Authorization": f"Bearer {ApiToken.issue(agent=noor, name='Prometheus')}"})
    answer = client.get("/metrics")
    lines = answer.content.decode().splitlines()
    assert answer.status_code == 200
    assert "regulars_deliveries_waiting 1" in lines
    assert any(line.startswith('regulars_heartbeat_age_seconds{process="worker"} ') for line in lines)
    assert all(LINE.fullmatch(line) for line in lines if not line.startswith("#"))
    assert sum(line.startswith("# TYPE") for line in lines) == len(MEASURES)


def test_metrics_are_not_for_strangers(noor: Agent) -> None:
    assert Client().get("/metrics").status_code == 401
    browser = Client()
    browser.force_login(noor)
    assert browser.get("/metrics").status_code == 200
