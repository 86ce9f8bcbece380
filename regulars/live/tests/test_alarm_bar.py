"""The bar of alarms comes to open pages when something begins or ends."""

from __future__ import annotations

from django.test import Client

from regulars.live import alarms
from regulars.live.alarms import close_alarm, raise_alarm
from regulars.team.models import Agent


def test_it_is_asked_for_when_an_alarm_begins_and_when_it_ends(db: None, monkeypatch: object) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(alarms, "tell", told.append)
    raise_alarm("loop", "robot@example.com", count=31)
    raise_alarm("loop", "robot@example.com", count=32)
    assert [each["topics"] for each in told] == [["alarms"]], "what lasts is no news"
    close_alarm("loop")
    close_alarm("loop")
    assert len(told) == 2


def test_admins_get_the_bar_as_it_is_now(client: Client, grace: Agent, noor: Agent) -> None:
    assert client.get("/alarms").status_code == 403
    client.force_login(noor)
    assert client.get("/alarms").status_code == 403
    client.force_login(grace)
    assert 'class="alarms"' not in client.get("/alarms").content.decode()
    assert 'hx-get="/alarms"' in client.get("/inbox").content.decode(), "the place is there before there is an alarm"
    raise_alarm("loop", "robot@example.com", count=31)
    assert "robot@example.com wrote 31 letters" in client.get("/alarms").content.decode()
