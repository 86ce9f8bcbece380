"""The audit log: both readings in one list, filtered, as a page and as files."""

import json

from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.audited import Asked, changes
from regulars.conversations.differing import lines
from regulars.conversations.models import Access
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
    for query in ("?since=tomorrow&until=2026-02-31&agent=x&before=y", "?agent=99999999999999999999"):
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
