"""The bell, its page, and how an agent wants to be told."""

from datetime import time

from regulars.conversations.actions.assign import assign
from regulars.customers.actions.react import react
from regulars.notifications.actions.choose import choose
from regulars.notifications.models import Notification, Wishes
from tests.cast import a_conversation


def give(agent, by, customer):
    assign(conversation := a_conversation(customer), agent=agent, by=by)
    while react():
        pass
    return conversation


def test_the_bell_counts_what_is_not_seen_and_says_where(client, ada, grace, noor):
    conversation = give(noor, grace, ada)
    client.force_login(noor)
    assert client.get("/notifications/bell").json() == {"count": "1", "conversations": [conversation.pk]}
    assert "Grace Linden gave you this" in client.get("/notifications/menu").text
    client.post("/notifications/seen", {"conversation": conversation.pk}, headers={"HX-Request": "true"})
    assert client.get("/notifications/bell").json() == {"count": "", "conversations": []}
    assert "Grace Linden gave you this" in client.get("/notifications").text
    assert "You have seen everything" in client.get("/notifications?unseen").text


def test_what_shall_not_stand_in_the_desk_does_not_and_is_seen_with_its_conversation(client, ada, grace, noor):
    choose(noor, ways={"assigned": ["mail"]})
    conversation = give(noor, grace, ada)
    client.force_login(noor)
    assert client.get("/notifications/bell").json() == {"count": "", "conversations": [conversation.pk]}
    assert "gave you this" not in client.get("/notifications").text
    client.post("/notifications/seen", {"conversation": conversation.pk}, headers={"HX-Request": "true"})
    assert Notification.objects.get().mail_at is None


def test_nobody_sees_for_somebody_else(client, ada, grace, noor, tomas):
    give(noor, grace, ada)
    client.force_login(tomas)
    client.post("/notifications/seen", {"notification": Notification.objects.get().pk})
    assert not Notification.objects.get().is_seen and client.get("/notifications/bell").json()["count"] == ""


def test_wishes_are_kept_as_they_were_ticked(client, noor):
    client.force_login(noor)
    assert 'name="mention" value="mail" checked' in client.get("/settings/notifications").text
    facts = {"reply": ["desk", "mail"], "mail_after": 60, "quiet_from": "22:00", "quiet_until": "07:00"}
    assert client.post("/settings/notifications", facts).status_code == 302
    kept = Wishes.objects.get()
    assert kept.ways_for("reply") == {"desk", "mail"} and not kept.ways_for("mention")
    assert (kept.mail_after, kept.quiet_from, kept.quiet_until) == (60, time(22), time(7))


def test_quiet_hours_without_an_end_are_refused_by_name(client, noor):
    client.force_login(noor)
    answer = client.post("/settings/notifications", {"mail_after": 15, "quiet_from": "22:00"})
    assert (
        answer.status_code == 422
        and "Quiet hours have a beginning and an end." in answer.text
        and not Wishes.objects.exists()
    )


def test_a_browser_gets_the_key_and_the_script_that_it_wakes(client, noor):
    client.force_login(noor)
    assert len(client.get("/notifications/devices").json()["key"]) == 87
    assert client.post("/notifications/devices", {"endpoint": "http://localhost/x"}).json()["errors"].keys() == {
        "endpoint"
    }
    worker = client.get("/notifications/devices/worker.js")
    assert worker["Content-Type"].startswith("text/javascript") and "showNotification" in worker.text
