"""What was said in a conversation, made ready in Python: messages, the facts between them, the days they happened on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
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
SANDBOX = (
    "allow-same-origin allow-popups allow-popups-to-escape-sandbox"  # no scripts, so the origin is only for measuring
)


MESSAGE = """<li class="message{classes}" id="message-{id}" data-position="{position}" data-agent="{agent}"{state}>{face}\
<p class="head">{head}</p><div class="bubble">{body}</div>{foot}</li>
"""


def items(messages: Sequence[Message], events: Sequence[Line]) -> SafeString:
    """Messages by position with the events between them, and a line for each new day, as list items."""
    return SafeString("".join(_with_days(_in_order(messages, events), Times(), words_in(get_language()))))


@lru_cache
def words_in(_language: str | None) -> dict[str, str]:
    """The words that stand at many messages, looked up once for each language; safe in HTML."""
    words = {
        "note": _("note, only the team sees it"),
        "new": _("new in this conversation"),
        "automatic": _("automatic"),
        "away": _("away until %s"),
        "forwarded": _("forwarded by %s"),
        "original": _("Show original"),
        "translate": _("Translate"),
        "quoted": _("Show quoted text"),
        "to": _("to"),
        "cc": _("cc"),
        "bcc": _("bcc"),
    }
    return {name: escape(said) for name, said in words.items()}


def _in_order(messages: Sequence[Message], events: Sequence[Line]) -> Iterator[tuple[datetime, Message | Line]]:
    waiting = deque(events)
    for message in messages:
        at = moment_of(message)
        while waiting and waiting[0].at < at:
            line = waiting.popleft()
            yield line.at, line
        yield at, message
    yield from ((line.at, line) for line in waiting)


def _with_days(said: Iterable[tuple[datetime, Message | Line]], times: Times, words: dict[str, str]) -> Iterator[str]:
    today = None
    for at, each in said:
        local = at.astimezone(times.zone).date()
        if local != today:
            today = local
            yield f'<li class="day" id="day-{local}">{times.day(local)}</li>'
        yield _event(each, times) if isinstance(each, Line) else _message(each, times, words)


def moment_of(message: Message) -> datetime:
    """When a message took its place: when it reached us, unless that was an import."""
    return message.at if message.created_at - message.at > IMPORTED else message.created_at


def _event(line: Line, times: Times) -> str:
    said = f"{icon(line.icon)}<span>{escape(line.sentence)}</span>{times.clock(line.at)}"
    return f'<li class="event" id="event-{line.id}">{said}</li>'


def _message(message: Message, times: Times, words: dict[str, str]) -> str:
    name = author(message)
    under = foot(message)
    return MESSAGE.format(
        classes={Message.Kind.OUT: " ours", Message.Kind.NOTE: " note"}.get(message.kind, ""),
        id=message.pk,
        position=message.position,
        agent=message.agent_id or "",
        state=f' data-state="{message.state}" data-came="{came_to(message)}"'
        if message.kind == Message.Kind.OUT
        else "",
        face=avatar(name, message.agent_id or message.customer_id or 0),
        head=_head(message, name, times, words),
        body=_body(message, name, words),
        foot=f'<p class="foot">{under}</p>' if under else "",
    )


def author(message: Message) -> str:
    return message.author_name or message.author_address or _("Somebody")


def _head(message: Message, name: str, times: Times, words: dict[str, str]) -> str:
    at = times.clock(moment_of(message))
    if message.kind == Message.Kind.NOTE:
        return f"<b>{escape(name)}</b>{icon('lock')}<span>{words['note']}</span>{at}"
    said = [
        f'<b title="{escape(message.author_address)}">{escape(name)}</b>',
        channel_icon(message.channel),
        _people(message, words),
        at,
    ]
    if message.is_stranger:
        said.append(f'<span class="chip" data-state="info">{words["new"]}</span>')
    if message.is_automatic:
        said.append(f'<span class="chip">{_automatic(message, times, words)}</span>')
    if message.kind == Message.Kind.IN and message.agent is not None:
        said.append(f'<span class="chip">{words["forwarded"] % escape(message.agent.first_name)}</span>')
    return "".join([*said, _translate(message, words), _original(message, words)])


def _automatic(message: Message, times: Times, words: dict[str, str]) -> str:
    return words["automatic"] if message.away_until is None else words["away"] % times.on(message.away_until)


def _translate(message: Message, words: dict[str, str]) -> str:
    """The button that has it said in the reader's language, where the house has a translator."""
    if translator() is None or not message.text:
        return ""
    said = f'title="{words["translate"]}" aria-label="{words["translate"]}"'
    return f'<button type="button" class="original" data-translate="/messages/{message.pk}/translate" {said}>{icon("globe")}</button>'


def _original(message: Message, words: dict[str, str]) -> str:
    """Where the bytes are that came or left."""
    if message.channel != "email" or message.state not in (Message.State.RECEIVED, Message.State.SENT):
        return ""
    said = f'title="{words["original"]}" aria-label="{words["original"]}"'
    return f'<a class="original" href="/messages/{message.pk}/original" {said}>{icon("download")}</a>'


def _people(message: Message, words: dict[str, str]) -> str:
    """Who else got it: names to read, addresses on hover. Our own inbox is no news."""
    said = []
    for way in ("to", "cc", "bcc"):
        people = [each for each in message.recipients.get(way, ()) if not each.get("is_ours") and each.get("address")]
        if people:
            names = [f'<span title="{escape(each["address"])}">{escape(short_name(each))}</span>' for each in people]
            said.append(f"<span>{words[way]} {', '.join(names)}</span>")
    return " ".join(said)


def short_name(person: dict[str, Any]) -> str:
    return person.get("name") or person["address"]


def _body(message: Message, name: str, words: dict[str, str]) -> str:
    files = list(message.attachments.all())
    if message.html and message.kind == Message.Kind.IN:
        said: str = _framed(message, name)
        within = pictures_within(message)
        files = [file for file in files if within.get(file.content_id) != file]
    elif message.html:
        html, files = as_shown(message.html, files)
        said = f'<div class="prose">{html}</div>'
    else:
        said = _plain(message, words)
    return f"{doubt(message)}{said}{shown_files(files)}"


def _plain(message: Message, words: dict[str, str]) -> str:
    whole, visible = message.text, message.visible_text or message.text
    if len(visible) > MOST_SHOWN:
        more = format_html(
            '<p><a href="/messages/{}/body" target="_blank">{}</a></p>', message.pk, _("Show the whole message")
        )
        return _prose(visible[:MOST_SHOWN]) + more
    if visible.strip() == whole.strip():
        return _prose(visible)
    parts = [
        (is_seen, "".join(part.text for part in some))
        for is_seen, some in groupby(fold(whole, is_forward=is_forward(message.subject)).parts, _is_seen)
    ]
    return "".join(_prose(text) if is_seen else _aside(text, words) for is_seen, text in parts if text.strip())


def _is_seen(part: Fragment) -> bool:
    return part.kind == "visible"


def _prose(text: str) -> str:
    return f'<div class="prose">{html_from_text(text)}</div>'


def _aside(text: str, words: dict[str, str]) -> str:
    """Quotes, signatures and footers: folded where they stand, never cut."""
    summary = (
        f'<summary class="folded" aria-label="{words["quoted"]}" title="{words["quoted"]}">{icon("dots")}</summary>'
    )
    return f'<details>{summary}<div class="plain quiet-ink">{escape(text.strip(chr(10))[:MOST_SHOWN])}</div></details>'


def _framed(message: Message, name: str) -> SafeString:
    """The letter as its sender laid it out, in a frame that can run nothing."""
    has_quote = is_folded(message)
    has_pictures = 'src="http' in message.html
    buttons = (
        format_html(
            '<button type="button" class="folded" data-show="quoted" aria-label="{}" title="{}">{}</button>',
            _("Show quoted text"),
            _("Show quoted text"),
            icon("dots"),
        )
        if has_quote
        else ""
    )
    pictures = (
        format_html(
            '<button type="button" class="button small quiet" data-show="pictures">{}{}</button>',
            icon("image"),
            _("Show remote images"),
        )
        if has_pictures
        else ""
    )
    return format_html(
        '<letter-body><iframe src="/messages/{}/body" title="{}" sandbox="{}" loading="lazy" height="48"></iframe><div class="letter-tools">{}{}</div></letter-body>',
        message.pk, _("Letter from %s") % name, SANDBOX, buttons, pictures,
    )  # fmt: skip


def is_folded(message: Message) -> bool:
    """Whether the letter carries what was said before, so that it can be folded away."""
    if message.visible_text.strip() == message.text.strip() or is_forward(message.subject):
        return False
    return fold_html(message.html)[1] != ""
