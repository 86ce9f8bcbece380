"""What was said in a conversation, made ready in Python: messages, the facts between them, the days they happened on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from itertools import groupby
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regulars.conversations.files import pictures_within, shown_files
from regulars.conversations.models import Message
from regulars.conversations.pictures import as_shown
from regulars.conversations.reaching import came_to, foot
from regulars.conversations.rows import channel_icon
from regulars.conversations.translating import translator
from regulars.conversations.trusting import doubt
from regulars.customers.telling import Line
from regulars.lib.html import html_from_text
from regulars.lib.quotes.folding import Fragment, fold
from regulars.lib.quotes.html import fold_html
from regulars.lib.quotes.subjects import is_forward
from regulars.ui.faces import avatar
from regulars.ui.icons import icon
from regulars.ui.moments import Times

MOST_SHOWN = 20_000  # characters of one message in the page; the whole of it is one click away
IMPORTED = timedelta(days=1)  # a letter that reached us so much later than it was dated belongs where it was dated
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"  # no scripts, so the origin is only for measuring


MESSAGE = """<li class="message{classes}" id="message-{id}" data-position="{position}" data-agent="{agent}"{state}>{face}\
<p class="head">{head}</p><div class="bubble">{body}</div>{foot}</li>
"""


def items(messages: Sequence[Message], events: Sequence[Line]) -> SafeString:
    """Messages by position with the events between them, and a line for each new day, as list items."""
    return SafeString("".join(_with_days(_in_order(messages, events), Times())))


def _in_order(messages: Sequence[Message], events: Sequence[Line]) -> Iterator[tuple[datetime, Message | Line]]:
    waiting = deque(events)
    for message in messages:
        at = moment_of(message)
        while waiting and waiting[0].at < at:
            line = waiting.popleft()
            yield line.at, line
        yield at, message
    yield from ((line.at, line) for line in waiting)


def _with_days(said: Iterable[tuple[datetime, Message | Line]], times: Times) -> Iterator[str]:
    today = None
    for at, each in said:
        local = at.astimezone(times.zone).date()
        if local != today:
            today = local
            yield f'<li class="day" id="day-{local}">{times.day(local)}</li>'
        yield _event(each, times) if isinstance(each, Line) else _message(each, times)


def moment_of(message: Message) -> datetime:
    """When a message took its place: when it reached us, unless that was an import."""
    return message.at if message.created_at - message.at > IMPORTED else message.created_at


def _event(line: Line, times: Times) -> str:
    said = f"{icon(line.icon)}<span>{escape(line.sentence)}</span>{times.clock(line.at)}"
    return f'<li class="event" id="event-{line.id}">{said}</li>'


def _message(message: Message, times: Times) -> str:
    name = author(message)
    under = foot(message)
    return MESSAGE.format(
        classes={Message.Kind.OUT: " ours", Message.Kind.NOTE: " note"}.get(message.kind, ""),
        id=message.pk,
        position=message.position,
        agent=message.agent_id or "",
        state=f' data-state="{message.state}" data-came="{came_to(message)}"' if message.kind == Message.Kind.OUT else "",
        face=avatar(name, message.agent_id or message.customer_id or 0),
        head=_head(message, name, times),
        body=_body(message, name),
        foot=f'<p class="foot">{under}</p>' if under else "",
    )


def author(message: Message) -> str:
    return message.author_name or message.author_address or _("Somebody")


def _head(message: Message, name: str, times: Times) -> SafeString:
    at = times.clock(moment_of(message))
    if message.kind == Message.Kind.NOTE:
        return format_html("<b>{}</b>{}<span>{}</span>{}", name, icon("lock"), _("note, only the team sees it"), at)
    new = format_html('<span class="chip" data-state="info">{}</span>', _("new in this conversation")) if message.is_stranger else ""
    automatic = format_html('<span class="chip">{}</span>', _automatic(message, times)) if message.is_automatic else ""
    is_passed_on = message.kind == Message.Kind.IN and message.agent is not None
    passed_on = format_html('<span class="chip">{}</span>', _("forwarded by %s") % message.agent.first_name) if is_passed_on else ""
    return format_html(
        '<b title="{}">{}</b>{}{}{}{}{}{}{}{}',
        message.author_address, name, channel_icon(message.channel), _people(message), at, new, automatic, passed_on, _translate(message), _original(message),
    )  # fmt: skip


def _automatic(message: Message, times: Times) -> str:
    if message.away_until is None:
        return _("automatic")
    return _("away until %s") % times.on(message.away_until)


def _translate(message: Message) -> SafeString:
    """The button that has it said in the reader's language, where the house has a translator."""
    if translator() is None or not message.text:
        return SafeString("")
    words = _("Translate")
    address, drawn = f"/messages/{message.pk}/translate", icon("globe")
    return format_html('<button type="button" class="original" data-translate="{}" title="{}" aria-label="{}">{}</button>', address, words, words, drawn)


def _original(message: Message) -> SafeString:
    """Where the bytes are that came or left."""
    if message.channel != "email" or message.state not in (Message.State.RECEIVED, Message.State.SENT):
        return SafeString("")
    return _original_link(message.pk, _("Show original"))


def _original_link(pk: int, words: str) -> SafeString:
    drawn = icon("download")
    return format_html('<a class="original" href="/messages/{}/original" title="{}" aria-label="{}">{}</a>', pk, words, words, drawn)


def _people(message: Message) -> SafeString:
    """Who else got it: names to read, addresses on hover. Our own inbox is no news."""
    words = {"to": _("to"), "cc": _("cc"), "bcc": _("bcc")}
    said = []
    for way, word in words.items():
        people = [person for person in message.recipients.get(way, []) if not person.get("is_ours") and person.get("address")]
        if people:
            names = format_html_join(", ", '<span title="{}">{}</span>', ((each["address"], short_name(each)) for each in people))
            said.append(format_html("<span>{} {}</span>", word, names))
    return mark_safe(" ".join(said))


def short_name(person: dict[str, Any]) -> str:
    return person.get("name") or person["address"]


def _body(message: Message, name: str) -> SafeString:
    files = list(message.attachments.all())
    if message.html and message.kind == Message.Kind.IN:
        said = _framed(message, name)
        within = pictures_within(message)
        files = [file for file in files if within.get(file.content_id) != file]
    elif message.html:
        html, files = as_shown(message.html, files)
        said = format_html('<div class="prose">{}</div>', mark_safe(html))
    else:
        said = _plain(message)
    return format_html("{}{}{}", doubt(message), said, shown_files(files))


def _plain(message: Message) -> SafeString:
    whole, visible = message.text, message.visible_text or message.text
    if len(visible) > MOST_SHOWN:
        more = format_html('<p><a href="/messages/{}/body" target="_blank">{}</a></p>', message.pk, _("Show the whole message"))
        return _prose(visible[:MOST_SHOWN]) + more
    if visible.strip() == whole.strip():
        return _prose(visible)
    parts = [(is_seen, "".join(part.text for part in some)) for is_seen, some in groupby(fold(whole, is_forward=is_forward(message.subject)).parts, _is_seen)]
    return mark_safe("".join(_prose(text) if is_seen else _aside(text) for is_seen, text in parts if text.strip()))


def _is_seen(part: Fragment) -> bool:
    return part.kind == "visible"


def _prose(text: str) -> SafeString:
    return format_html('<div class="prose">{}</div>', mark_safe(html_from_text(text)))


def _aside(text: str) -> SafeString:
    """Quotes, signatures and footers: folded where they stand, never cut."""
    words = _("Show quoted text")
    return format_html(
        '<details><summary class="folded" aria-label="{}" title="{}">{}</summary><div class="plain quiet-ink">{}</div></details>',
        words, words, icon("dots"), text.strip("\n")[:MOST_SHOWN],
    )  # fmt: skip


def _framed(message: Message, name: str) -> SafeString:
    """The letter as its sender laid it out, in a frame that can run nothing."""
    has_quote = is_folded(message)
    has_pictures = 'src="http' in message.html
    buttons = format_html('<button type="button" class="folded" data-show="quoted" aria-label="{}" title="{}">{}</button>', _("Show quoted text"), _("Show quoted text"), icon("dots")) if has_quote else ""
    pictures = format_html('<button type="button" class="button small quiet" data-show="pictures">{}{}</button>', icon("image"), _("Show remote images")) if has_pictures else ""
    return format_html(
        '<letter-body><iframe src="/messages/{}/body" title="{}" sandbox="{}" loading="lazy" height="48"></iframe><div class="letter-tools">{}{}</div></letter-body>',
        message.pk, _("Letter from %s") % name, SANDBOX, buttons, pictures,
    )  # fmt: skip


def is_folded(message: Message) -> bool:
    """Whether the letter carries what was said before, so that it can be folded away."""
    if message.visible_text.strip() == message.text.strip() or is_forward(message.subject):
        return False
    return fold_html(message.html)[1] != ""
