from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.assistant.actions.consider_question import consider_question
from regulars.assistant.actions.note_reopened import note_reopened
from regulars.assistant.actions.note_taken import note_taken
from regulars.assistant.models import Duty, Provider, Task
from regulars.channels import CHANNELS
from regulars.conversations.models import Inbox
from regulars.customers.timeline import listen
from regulars.knowledge.models import HelpCentre
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("task", "way", "least", "channels", "patience", "silence", "tells_own")
WAITS_APART = ("chat",)  # where a customer stays to say whether it helped; elsewhere people look as ever


@transaction.atomic
def save_duty(duty: Duty, *, by: Agent | None) -> None:
    """Say what the assistant does in an inbox or a help centre. Raises ValidationError: least, channels, patience."""
    if not 0 <= duty.least <= 1:
        raise refusal("least", _("A confidence lies between 0 and 100 %."))
    if not 1 <= duty.patience <= 7 * 24 * 60:
        raise refusal("patience", _("Choose between a minute and a week."))
    if strange := set(duty.channels) - set(CHANNELS):
        raise refusal("channels", _("There is no channel %s.") % sorted(strange)[0])
    same = Duty.objects.filter(inbox=duty.inbox, centre=duty.centre, task=duty.task).first()
    before = {name: getattr(same, name) for name in FACTS} if same else None
    duty.pk = same.pk if same else None
    duty.save()
    after = {name: getattr(duty, name) for name in FACTS}
    if before != after:
        where = f"inbox:{duty.inbox_id}" if duty.inbox_id else f"help_centre:{duty.centre_id}"
        audit("assistant.duty_changed", by=by, on=where, before=before, after=after)
    if duty.task == Task.ANSWER:
        keep_apart()


def keep_apart() -> None:
    """Let inboxes know by which channels the assistant tries first, and let reactions follow only where it does."""
    is_stopped = Provider.current().is_stopped
    answers = Duty.objects.filter(task=Task.ANSWER, way=Duty.Way.ITSELF, inbox__isnull=False)
    by_inbox = {} if is_stopped else dict(answers.values_list("inbox", "channels"))
    for inbox in Inbox.objects.all():
        assisted = [channel for channel in by_inbox.get(inbox.pk, []) if channel in WAITS_APART]
        if assisted != inbox.assisted:
            Inbox.objects.filter(pk=inbox.pk).update(assisted=assisted)
    centres = Duty.objects.filter(task=Task.ANSWER, way=Duty.Way.ITSELF, centre__isnull=False).values("centre")
    answering = HelpCentre.objects.none() if is_stopped else HelpCentre.objects.filter(pk__in=centres)
    answering.filter(is_answering=False).update(is_answering=True)
    HelpCentre.objects.filter(is_answering=True).exclude(pk__in=answering.values("pk")).update(is_answering=False)
    is_on = bool(by_inbox)
    listen(consider_question, kinds=["message.received"] if is_on else [])
    listen(note_taken, kinds=["message.written", "conversation.assigned"] if is_on else [])
    listen(note_reopened, kinds=["conversation.reopened"] if is_on else [])
