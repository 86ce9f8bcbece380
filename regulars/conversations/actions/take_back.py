from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.actions.reopen import reopen
from regulars.conversations.adding import locked
from regulars.conversations.events import MessageTakenBack
from regulars.conversations.leaving import not_yet_leaving
from regulars.conversations.models import Attachment, Draft, Message, SearchEntry
from regulars.conversations.recounting import tell_anew
from regulars.conversations.taking_part import forget_unnamed
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.timeline import record
from regulars.lib.html import html_from_text
from regulars.lib.refusal import refusal
from regulars.team.models import Agent


@transaction.atomic
def take_back(message: Message, *, by: By) -> Draft:
    """Turn an answer that has not left into a draft again, with its words, recipients and files. It was never sent.

    It becomes the draft of whoever takes it back, or else of its author. What they have begun to write meanwhile stays behind it.
    Raises ValidationError("message") once it may have left, or when nobody wrote it.
    """
    writer = agent_of(by) or message.agent
    if writer is None:
        raise refusal("message", _("No agent wrote it, so it is nobody's draft."))
    delivery = not_yet_leaving(message)
    if delivery is None:
        raise refusal("message", _("It has left already."), "sent")
    message.conversation = conversation = locked(message.conversation)
    draft = _draft(message, writer)
    SearchEntry.objects.filter(pk=message.pk).delete()
    message_id = message.pk
    message.delete()
    forget_unnamed(conversation)
    tell_anew(conversation)
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = MessageTakenBack(**where, message=message_id, channel=delivery.channel)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
    reopen(conversation, by=by)  # a draft in a settled conversation would be forgotten there
    return draft


def _draft(message: Message, by: Agent) -> Draft:
    mine = {"agent": by, "conversation": message.conversation, "kind": Message.Kind.OUT}
    begun = Draft.objects.filter(**mine).first() or Draft(**mine)
    files = list(message.attachments.order_by("pk").values_list("pk", flat=True))
    Attachment.objects.filter(pk__in=files).update(message=None, uploaded_by=by)
    begun.html = (message.html or html_from_text(message.text)) + begun.html
    begun.recipients = {way: message.recipients.get(way, []) for way in ("to", "cc", "bcc")}
    begun.attachment_ids = files + [pk for pk in begun.attachment_ids if pk not in files]
    begun.saved_at = timezone.now()
    begun.save()
    return begun
