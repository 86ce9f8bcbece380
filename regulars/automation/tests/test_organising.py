"""What rules may do about statuses and checklists, and what they leave alone."""

from regulars.automation.tests.conftest import settle
from regulars.conversations.actions.begin_aside import begin_aside
from regulars.conversations.actions.save_checklist import save_checklist
from regulars.conversations.models import NamedStatus
from regulars.customers.actions.identify import identify
from tests.cast import a_conversation, letter_from


def test_a_rule_names_the_status_and_adds_what_is_to_be_done(ada, grace, a_rule):
    work = NamedStatus.objects.create(name="In work", category="open")
    returns = save_checklist(None, name="Return", items=["Label sent"], by=grace)
    a_rule(steps=[{"do": "set status", "status": work.pk}, {"do": "add checklist", "checklist": returns.pk}])
    conversation = a_conversation(ada)
    settle()
    conversation.refresh_from_db()
    assert (conversation.named_status, conversation.checklist_open) == (work, 1)


def test_what_somebody_else_is_asked_is_nothing_for_rules(ada, grace, a_rule):
    conversation = a_conversation(ada)
    a_rule(steps=[{"do": "tag", "tag": "seen"}])
    side = begin_aside(conversation, to="nils@roaster.example", subject="Batch 7", text="Late?", by=grace)
    letter_from(identify("email", "nils@roaster.example", channel="email"), "Yes", conversation=side)
    settle()
    side.refresh_from_db()
    assert side.tags == []
