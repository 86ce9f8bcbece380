"""Messages of ours that have not left: whether they can still be stopped, and what stands under them meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulars.conversations.models import Delivery, Message
from regulars.lib.refusal import refusal
from regulars.ui.icons import icon
from regulars.ui.moments import Times

MORNING = 9  # o'clock
LONGEST = timedelta(days=366)
LONGEST_UNDO = timedelta(minutes=2)
_NOT_SENT = (Delivery.State.WAITING, Delivery.State.HELD)


def not_yet_leaving(message: Message) -> Delivery | None:
    """Its delivery, held until this transaction ends, as long as nobody outside can have heard of it.

    The Message-ID is written down before the provider is called and after the last moment for a change: the row's lock decides.
    It comes before the lock of the conversation, as it does for those who deliver.
    """
    stoppable = Delivery.objects.select_for_update(of=("self",)).filter(message=message, state__in=_NOT_SENT)
    return stoppable.filter(external_id="").first()


def ring(channel: str) -> None:
    """Wake those who deliver by this channel, and nobody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [f"deliveries_{channel}"])


def time_of(word: str, *, zone: ZoneInfo | None = None, now: datetime | None = None) -> datetime:
    """When "tomorrow", "monday" (at nine) or "2026-11-23T14:30" is for somebody in this zone. Raises ValidationError("send_at")."""
    zone = zone or timezone.get_current_timezone()
    today = (now or timezone.now()).astimezone(zone)
    days = {"tomorrow": 1, "monday": 7 - today.weekday()}.get(word)
    if days is not None:
        return (today + timedelta(days=days)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    try:
        at = datetime.fromisoformat(word)
    except ValueError:
        raise refusal("send_at", _("Choose a day and a time.")) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def wrote_since(message: Message) -> Message | None:
    """What the customer wrote first after this was written, or somebody else of us, unless that waits as well."""
    theirs, ours = Q(kind=Message.Kind.IN), Q(kind=Message.Kind.OUT) & ~Q(agent=message.agent_id)
    later = Message.objects.filter(theirs | ours, conversation=message.conversation_id, position__gt=message.position)
    has_left = ~Q(delivery__is_scheduled=True, delivery__state__in=_NOT_SENT)
    return later.filter(has_left, is_automatic=False).order_by("position").first()


def standing(message: Message) -> str:
    """How it waits, in a word for the page: another word is another foot."""
    delivery: Delivery | None = getattr(message, "delivery", None)
    if delivery is None or delivery.state not in _NOT_SENT:
        return ""
    if not delivery.is_scheduled:
        return f"{delivery.attempts}-{delivery.due_at:%s}" if delivery.attempts or _waits_its_turn(delivery) else ""
    news = wrote_since(message)
    return f"{delivery.state}-{delivery.due_at:%s}-{news.pk if news else ''}"


def foot_while_waiting(message: Message) -> SafeString:
    """When it leaves, and how to stop it."""
    delivery: Delivery | None = getattr(message, "delivery", None)
    if delivery is None or delivery.external_id:
        return format_html("{}{}", icon("clock"), _tried(delivery) or _("Sending…"))
    if delivery.is_scheduled:
        return _scheduled(message, delivery)
    if _waits_its_turn(delivery):
        turn = _("Waits for its turn: the mailbox sends so many letters at a time. Leaves on %s") % Times().exact(
            delivery.due_at
        )
        return format_html("{}<span>{}</span> {}", icon("clock"), turn, _button(message, "take-back", _("Take back")))
    seconds = max(ceil((delivery.due_at - timezone.now()).total_seconds()), 0)
    if not seconds:
        return format_html("{}{}", icon("clock"), _("Sending…"))
    counted = _("Sending in %s s")
    return format_html(
        '{}<leaves-in seconds="{}" data-says="{}" data-now="{}">{}</leaves-in>{}',
        icon("clock"), seconds, counted, _("Sending…"), counted % seconds, _button(message, "take-back", _("Undo")),
    )  # fmt: skip


def _waits_its_turn(delivery: Delivery) -> bool:
    """Longer than anybody may undo for: its mailbox may send no more for now."""
    return delivery.due_at - timezone.now() > LONGEST_UNDO and not delivery.external_id


def _tried(delivery: Delivery | None) -> str:
    """What went wrong, and when it is tried again."""
    if delivery is None or not delivery.attempts:
        return ""
    reason = (delivery.error.strip().splitlines() or [""])[0][:300].rstrip(".")
    facts = {"reason": reason, "when": Times().exact(delivery.due_at)}
    return _("Not sent yet: %(reason)s. It is tried again on %(when)s.") % facts


def _scheduled(message: Message, delivery: Delivery) -> SafeString:
    news, leaves = wrote_since(message), _("Leaves on %s") % Times().exact(delivery.due_at)
    notice = SafeString("")
    if news:
        said = _("%s wrote after this was written.") % (news.author_name or news.author_address)
        leaves = _("Held back") if delivery.yields or delivery.state == Delivery.State.HELD else leaves
        notice = format_html('<span class="unreached">{}{}</span>', icon("alert"), said)
    acts = format_html(
        "{} {}", _button(message, "send-now", _("Send now")), _button(message, "take-back", _("Take back"))
    )
    return format_html("{}<span>{}</span>{} {}", icon("clock"), leaves, notice, acts)


def _button(message: Message, verb: str, words: str) -> SafeString:
    return format_html(
        '<button class="link" hx-post="/messages/{}/{}" hx-swap="none">{}</button>', message.pk, verb, words
    )


def later() -> dict[str, object]:
    """The times that the composer offers, in the agent's zone."""
    times, now = Times(), timezone.localtime()
    labels = {"tomorrow": _("Tomorrow morning"), "monday": _("Monday morning")}
    words = ["tomorrow"] if now.weekday() == 6 else list(labels)  # on a Sunday both are the same
    choices = [{"word": word, "label": labels[word], "when": times.exact(time_of(word))} for word in words]
    return {"later": choices, "earliest": f"{now:%Y-%m-%dT%H:%M}"}
