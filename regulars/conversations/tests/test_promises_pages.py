"""The pages of promises: in order, with what was kept, and what is typed is not lost."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from regulars.conversations.actions.keep_promises import keep_promises
from regulars.conversations.models import Clock, Promise
from regulars.conversations.promised import promise_rows
from regulars.team.models import AuditEntry, Calendar, HoursChange
from tests.cast import a_conversation

GOLD = {"all": [{"field": "priority", "is": "urgent"}]}
FILLED = {
    "name": "Gold",
    "conditions": json.dumps(GOLD),
    "first_reply": "1 h",
    "next_reply": "90 min",
    "resolution": "",
    "warns": "15 min",
    "is_active": "on",
    "is_told": "on",
    "hours": "always",
}


@pytest.fixture
def office(client, grace):
    client.force_login(grace)
    return client


def a_promise(name, **facts):
    return Promise.objects.create(name=name, **{"position": Promise.objects.count() + 1, "first_reply": 60, **facts})


def test_a_promise_is_kept_as_it_was_filled_in(office):
    assert office.post("/settings/promises/new", FILLED).status_code == 302
    promise = Promise.objects.get()
    assert (promise.first_reply, promise.next_reply, promise.resolution, promise.warns) == (60, 90, None, 15)
    assert (promise.conditions, promise.is_told, promise.is_around_the_clock, promise.position) == (GOLD, True, True, 1)
    page = office.get(f"/settings/promises/{promise.pk}").content.decode()
    for shown in ('value="1 h"', 'value="90 min"', '<option value="always" selected>', "We answer within 1 hour."):
        assert shown in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first_reply": "soon"}, "Write a length of time"),
        ({"first_reply": "90 s"}, "Promise whole minutes"),
        ({"first_reply": "", "next_reply": ""}, "Promise at least one thing"),
        ({"name": " "}, "This field is required"),
        ({"name": "Everybody"}, "Another promise has this name already"),
        ({"conditions": '{"all": [{"field": "tier", "is": "gold"}]}'}, "all.1"),
        ({"conditions": "{"}, "This is not what the editor writes"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_typed_is_lost(office, wrong, said):
    a_promise("Everybody")
    answer = office.post("/settings/promises/new", FILLED | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and 'value="15 min"' in page
    assert Promise.objects.count() == 1


def test_promises_are_put_in_order_switched_and_withdrawn(office):
    first, second = a_promise("First"), a_promise("Second")
    assert (
        office.post(
            f"/settings/promises/{second.pk}/move", {"to": "1"}, headers={"Accept": "application/json"}
        ).status_code
        == 204
    )
    assert list(Promise.objects.values_list("name", flat=True)) == ["Second", "First"]
    assert office.post(f"/settings/promises/{second.pk}/move", {"to": "x"}).status_code == 422
    for _twice in range(2):
        office.post(f"/settings/promises/{first.pk}/turn", {"on": "0"})
        office.post(f"/settings/promises/{second.pk}/withdraw")
    first.refresh_from_db()
    assert (
        not first.is_active
        and "Second"
        not in office.get("/settings/promises").content.decode().split("<main")[1].split("<h2")[1].split("toast")[0]
    )
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "promise.moved",
        "promise.turned",
        "promise.withdrawn",
    ]
    assert office.get(f"/settings/promises/{second.pk}").status_code == 404


def test_the_preview_says_what_the_form_means(office):
    Calendar.objects.create(name="Shop", hours="24/7", time_zone="UTC", is_default=True)
    said = office.post("/settings/promises/preview", FILLED | {"hours": ""}).content.decode()
    assert "We answer within 1 working hour." in said and "answered by" in said
    assert (
        "Nothing is promised yet" in office.post("/settings/promises/preview", {"first_reply": "soon"}).content.decode()
    )


def test_the_rate_counts_what_ended_in_the_window_and_nothing_that_was_dropped(office, ada, grace):
    promise, now = a_promise("Everybody", is_around_the_clock=True), timezone.now()
    conversation = a_conversation(ada)
    ends = [("kept", 1), ("kept", 6), ("broken", 2), ("dropped", 1), ("kept", 8), ("broken", 29), ("kept", 31)]
    for outcome, days in ends:
        at = now - timedelta(days=days)
        Clock.objects.create(
            conversation=conversation,
            kind="first_reply",
            promise=promise,
            target=60,
            started_at=at,
            spent=timedelta(),
            ended_at=at,
            outcome=outcome,
        )
    late = {"broken_at": now, "due_at": now, "running_since": now}
    Clock.objects.create(
        conversation=conversation,
        kind="next_reply",
        promise=promise,
        target=60,
        started_at=now,
        spent=timedelta(),
        **late,
    )
    (row,) = promise_rows(now=now)
    assert [(each.kept, each.broken, each.rate) for each in row["windows"]] == [(2, 1, 66), (3, 2, 60)]
    assert (row["running"], row["late"]) == (1, 1)
    page = office.get("/settings/promises").content.decode()
    assert "66 %" in page and "2 kept, 1 broken" in page and "1 late" in page


def test_the_list_teaches_when_it_is_empty_and_only_admins_see_it(office, client, noor):
    assert "Make the first promise" in office.get("/settings/promises").content.decode()
    client.force_login(noor)
    assert client.get("/settings/promises").status_code == 403


def test_other_hours_move_the_clocks_of_what_is_open(office, ada):
    office.post("/settings/promises/new", FILLED | {"conditions": "", "hours": "", "is_told": ""})
    conversation = a_conversation(ada)
    while keep_promises():
        pass
    clock = Clock.objects.get(kind="first_reply", conversation=conversation)
    assert clock.due_at - clock.started_at == timedelta(hours=1)
    closed = {"name": "Far", "time_zone": "UTC", "mon_from": ["09:00"], "mon_to": ["09:30"]}
    assert office.post("/settings/hours/new", closed).status_code == 302
    while keep_promises():
        pass
    clock.refresh_from_db()
    conversation.refresh_from_db()
    assert clock.due_at - clock.started_at > timedelta(days=2) and conversation.due_at == clock.due_at
    assert not HoursChange.objects.exists()
