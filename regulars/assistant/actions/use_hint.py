from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.assistant.models import Hint
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.set_topic import set_topic
from regulars.conversations.actions.tag import tag
from regulars.conversations.models import Topic
from regulars.customers.actions.edit_customer import edit_customer
from regulars.lib.refusal import refusal
from regulars.team.guard import allow
from regulars.team.models import Agent
from regulars.team.permissions import Permission

NEEDS = {
    Hint.Kind.DRAFT: Permission.REPLY,
    Hint.Kind.ANSWER: Permission.REPLY, Hint.Kind.SUMMARY: Permission.NOTE, Hint.Kind.LANGUAGE: Permission.CUSTOMERS,
    Hint.Kind.TOPIC: Permission.ORGANISE, Hint.Kind.TAG: Permission.ORGANISE, Hint.Kind.PRIORITY: Permission.ORGANISE,
}  # fmt: skip


@transaction.atomic
def use_hint(hint: Hint, *, by: Agent) -> Hint:
    """Do what was suggested, as this agent: set the topic, the tag, the priority, the language. Words are for them to put in. Harmless twice.

    Raises ValidationError("hint") when it was decided otherwise or its topic is gone, and NotAllowed.
    """
    hint = Hint.objects.select_for_update(of=("self",)).select_related("conversation__customer").get(pk=hint.pk)
    if hint.state == Hint.State.USED:
        return hint
    if hint.state != Hint.State.OPEN:
        raise refusal("hint", _("Somebody has decided this already."), "decided")
    if needs := NEEDS.get(Hint.Kind(hint.kind)):
        allow(by, needs)
    _do(hint, by)
    hint.state, hint.decided_by = Hint.State.USED, by
    hint.save(update_fields=["state", "decided_by"])
    return hint


def _do(hint: Hint, by: Agent) -> None:
    if hint.kind == Hint.Kind.TOPIC:
        topic = Topic.objects.filter(pk=hint.value).first()
        if topic is None:
            raise refusal("hint", _("This topic is not there any more."), "missing")
        set_topic(hint.conversation, topic=topic, by=by)
    elif hint.kind == Hint.Kind.TAG:
        tag(hint.conversation, tag=hint.value, by=by)
    elif hint.kind == Hint.Kind.PRIORITY:
        set_priority(hint.conversation, priority=hint.value, by=by)
    elif hint.kind == Hint.Kind.LANGUAGE:
        edit_customer(hint.conversation.customer, language=hint.value, by=by)
