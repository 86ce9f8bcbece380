from regulars.team.actions.audit import audit
from regulars.team.models import AuditEntry


def test_who_changed_what_is_written_down(grace):
    audit("mailbox.added", by=grace, on="mailbox:3", after={"address": "hello@coffee.example"})
    entry = AuditEntry.objects.get()
    assert (entry.agent, entry.action, entry.object, entry.after) == (
        grace,
        "mailbox.added",
        "mailbox:3",
        {"address": "hello@coffee.example"},
    )
