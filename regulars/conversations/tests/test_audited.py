"""The audit log: both readings in one list, filtered, as a page and as files."""

import json
from datetime import timedelta

from django.utils import timezone

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.audited import Asked, changes
from regulars.conversations.differing import lines
from regulars.conversations.events import ConversationReopened
from regulars.conversations.models import Access
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actor import IMPORT, SYSTEM, Actor
from regulars.customers.events import CATALOGUE
from regulars.customers.timeline import backfill, record
from regulars.team.actions.change_agent import change_agent
from regulars.team.models import AuditEntry, Role
from tests.cast import a_conversation, hire, letter_from, the_inbox


def kinds(reader, **facts):
    return [each.kind for each in changes(Asked(**facts), agent=reader)]


def test_settings_and_conversations_stand_in_one_list(grace, noor, ada):
    conversation = a_conversation(ada)
    change_agent(noor, role="lead", is_active=True, by=grace)
    set_priority(conversation, priority="high", by=noor)
    assert kinds(grace)[:2] == ["conversation.priority_set", "agent.changed"]
    assert "conversation" not in next(changes(Asked(source="timeline"), agent=grace)).after, (
        "it says already what it is about"
    )
    assert kinds(grace, source="settings") == ["agent.changed"]
    assert kinds(grace, agent=noor.pk) == ["conversation.priority_set"]
    assert kinds(grace, kind="agent", about=f"agent:{noor.pk}") == ["agent.changed"]
    only = next(changes(Asked(source="settings"), agent=grace))
    assert (only.by, only.before, only.after) == ("Grace Linden", {"role": "agent"}, {"role": "lead"})


def test_customers_are_called_by_their_names(grace, ada):
    letter_from(ada, "Hello")
    assert {each.by for each in changes(Asked(source="timeline", kind="message"), agent=grace)} == {"Ada Moreau"}


def test_what_nobody_changed_is_there_when_it_is_asked_for(grace, ada):
    event = CATALOGUE["segment.entered"](segment=1, name="Buys online")
    record(event, customer=ada, by=SYSTEM)
    assert event.kind not in kinds(grace) and kinds(grace, kind="segment") == [event.kind]
    add_identity(ada, kind="external", value="shop-7", by=IMPORT)
    assert kinds(grace)[:1] == ["customer.identity_added"]  # an import changes something, too


def test_what_one_may_not_see_is_not_in_it(grace, ada):
    lead, repairs = hire("Lena Lead", role=Role.LEAD), the_inbox("Repairs")
    a_conversation(ada, inbox=repairs)
    Access.objects.create(agent=lead, inbox=the_inbox())
    lead.refresh_from_db()
    assert not [kind for kind in kinds(lead, source="timeline") if kind.startswith(("conversation", "message"))]


def test_the_page_and_the_files(client, grace, noor):
    client.force_login(grace)
    change_agent(noor, role="lead", is_active=True, by=grace)
    AuditEntry.objects.create(agent=grace, action="team.added", after={"name": "=cmd()"})
    page = client.get(f"/settings/audit?agent={grace.pk}&kind=agent&since=2020-01-01").content.decode()
    assert "agent.changed" in page and "<s>agent</s>" in page and "team.added" not in page
    nonsense = (
        "since=tomorrow&until=2026-02-31&agent=x&before=y",
        "agent=99999999999999999999",
        "until=9999-12-31&before=2026-01-01T00:00",
    )
    for query in map("?{}".format, nonsense):
        assert client.get(f"/settings/audit{query}").status_code == 200
    rows = [
        json.loads(line) for line in b"".join(client.get("/settings/audit/export.json").streaming_content).splitlines()
    ]
    assert [row["kind"] for row in rows] == ["audit.exported", "team.added", "agent.changed"]
    text = b"".join(client.get("/settings/audit/export.csv?kind=team&q=%00").streaming_content).decode()
    assert text.splitlines()[0].startswith("at,by,kind") and "team.added" in text


def test_older_changes_are_one_click_away(client, grace):
    AuditEntry.objects.bulk_create(AuditEntry(agent=grace, action=f"thing.{number}") for number in range(60))
    client.force_login(grace)
    page = client.get("/settings/audit").content.decode()
    older = page.split('href="?&amp;before=')[1].split('"')[0]
    assert "thing" in client.get(f"/settings/audit?before={older}").content.decode()


def test_no_change_is_lost_between_pages(client, grace, noor, ada):
    """A shop that is connected tells of years at once, and many things have the same moment."""
    now = timezone.now()
    for number in range(30):
        AuditEntry.objects.create(agent=grace, action=f"thing.{number:02d}", at=now)
        at = now - timedelta(days=900 if number % 3 else 0)
        event = ConversationReopened(conversation=a_conversation(ada).pk, inbox=the_inbox().pk)
        backfill([(event, ada, at)], by=Actor("system", name="Kettle"))
    client.force_login(grace)
    place, seen = "", ""
    while True:
        page = client.get(f"/settings/audit?before={place}").content.decode()
        seen += page
        if 'href="?&amp;before=' not in page:
            break
        place = page.split('href="?&amp;before=')[1].split('"')[0]
    assert [seen.count(f"thing.{number:02d}") for number in range(30)] == [1] * 30
    assert seen.count("<small>conversation.reopened,") == 30


def test_facts_are_said_in_words():
    names = {"agent": {3: "Grace"}}
    before = {
        "conditions": {"all": [{"field": "tags", "has": "vip"}]},
        "hours": {"monday": ["9-17"], "friday": ["9-12"]},
    }
    after = {
        "conditions": {"any": [{"field": "tags", "has": "vip"}, {"field": "known no more", "is": 4}]},
        "hours": {"monday": ["9-17"], "friday": ["9-12", "13-15"]},
        "agent_id": 3,
        "is_active": False,
        "steps": [{"do": "tag", "tag": "vip"}, {"do": "assign", "agent": 3, "team": None}],
    }
    assert lines(before, after, names=names) == [
        ("conditions", "tags has “vip”", "any: tags has vip; known no more is 4"),
        ("hours, friday", "9-12", "9-12, 13-15"),
        ("agent", "", "Grace"),
        ("is active", "", "no"),
        ("steps", "", "tag: vip; assign: agent: Grace"),
    ]
    assert lines({"name": "x"}, {}, names={}) == [("name", "x", "")]


def test_what_a_fact_is_called_can_be_said_in_other_languages(monkeypatch):
    monkeypatch.setattr("regulars.conversations.fact_names.pgettext", lambda context, word: f"{context}: {word}")
    assert lines({"role_id": "agent"}, {"role_id": "lead"}, names={}) == [("fact: role", "agent", "lead")]


def test_what_was_before_is_told_of_conversations_too(grace, noor, ada):
    conversation = a_conversation(ada)
    assign(conversation, agent=noor, by=grace)
    set_priority(conversation, priority="high", by=noor)
    urgent, given = list(changes(Asked(source="timeline"), agent=grace))[:2]
    assert (urgent.before, urgent.after) == (
        {"priority": "normal"},
        {"priority": "high", "inbox": conversation.inbox_id},
    )
    assert lines(given.before, given.after, names={"agent": {noor.pk: "Noor"}})[0][1:] == ("nobody", "Noor Haddad")
    assert lines({}, {"wakes": "2026-05-14T11:03:00+02:00"}, names={})[0].after == "Thursday 14 May 2026, 09:03"


def test_what_an_import_tells_of_years_ago_does_not_stand_before_today(grace, noor, ada):
    conversation = a_conversation(ada)
    set_priority(conversation, priority="high", by=noor)
    long_ago = timezone.now() - timedelta(days=900)
    backfill(
        [(ConversationReopened(conversation=conversation.pk, inbox=conversation.inbox_id), ada, long_ago)], by=IMPORT
    )
    change_agent(noor, role="lead", is_active=True, by=grace)
    assert kinds(grace)[:2] == ["agent.changed", "conversation.priority_set"]
