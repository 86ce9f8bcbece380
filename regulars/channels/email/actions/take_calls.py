from __future__ import annotations

import logging
from datetime import datetime, timedelta

from anymail.exceptions import AnymailConfigurationError
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from regulars.channels.email.directory import Directory
from regulars.channels.email.keeping import LARGEST, Arrival, keep
from regulars.channels.email.mime.header_block import BLANK_LINE, LONGEST
from regulars.channels.email.models import InboundLetter, Provider, ProviderCall
from regulars.channels.email.providers.callers import view_of
from regulars.channels.email.providers.carried import Carried, letters_in
from regulars.channels.email.providers.outcomes import COMPLAINT, delivery_of, told_by
from regulars.channels.email.providers.replaying import replay
from regulars.conversations.actions.learn_outcome import addresses_of, learn_outcome
from regulars.conversations.actions.suppress import suppress
from regulars.conversations.models import Outcome
from regulars.lib.drain import claim
from regulars.lib.texts import storable

log = logging.getLogger(__name__)

ATTEMPTS = 14  # within about a day; a person sees what was not understood till then
LONGEST_WAIT = timedelta(hours=2)
UNKNOWN_AGAIN = 2  # times: providers may tell of a letter before we have written down the id they gave it


def take_calls() -> int:
    """Read the next call of a provider: keep its letters, learn what it tells. Returns how many were looked at.

    A call that makes trouble is tried again later, and stays as it came.
    """
    waiting = ProviderCall.objects.filter(state=ProviderCall.State.WAITING, due_at__lte=timezone.now())
    with claim(waiting.select_related("provider__mailbox").order_by("due_at", "pk")) as calls:
        for call in calls:
            _take(call)
    return len(calls)


def next_due() -> datetime | None:
    """When a call that made trouble is read again."""
    waiting = ProviderCall.objects.filter(state=ProviderCall.State.WAITING).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


def _take(call: ProviderCall) -> None:
    try:
        with transaction.atomic():
            is_done = _read(call)
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        log.warning("Call %s of %s cannot be read: %s", call.pk, call.provider, error, exc_info=call.attempts == 0)
        is_hopeless = isinstance(error, AnymailConfigurationError)
        _put_off(call, storable(f"{error or type(error).__name__}")[:2000], is_hopeless=is_hopeless)
    else:
        if is_done or call.attempts >= UNKNOWN_AGAIN:
            call.state, call.error = ProviderCall.State.DONE, ""
            call.save(update_fields=["state", "error"])
        else:
            _put_off(call, "")


def _read(call: ProviderCall) -> bool:
    """False when something was told of a letter that we do not know, or not yet."""
    view, request = view_of(call.provider, call.way), replay(bytes(call.body), call.headers)
    if call.way == ProviderCall.Way.REPORTS:
        known = [_learn(event, call.provider.kind) for event in view.parse_events(request)]
        return all(known)
    directory = Directory.load()
    found = [each for letter in letters_in(view, request) for each in _arrivals(letter, call.provider, directory)]
    if found:
        keep(found)
    return True


def _put_off(call: ProviderCall, error: str, *, is_hopeless: bool = False) -> None:
    call.attempts, call.error = call.attempts + 1, error
    call.due_at = timezone.now() + min(LONGEST_WAIT, timedelta(seconds=10 * 2 ** min(call.attempts, 12)))
    if is_hopeless or call.attempts >= ATTEMPTS:
        call.state = ProviderCall.State.FAILED
    call.save(update_fields=["attempts", "error", "due_at", "state"])


def _arrivals(letter: Carried, provider: Provider, directory: Directory) -> list[Arrival]:
    """One for each inbox among its recipients; the provider's own mailbox when none of them is ours."""
    named = {each.inbox_id: each for each in directory.named_in(letter.recipients)}.values()
    places = [(each.mailbox_id, each.address) for each in named] or [
        (provider.mailbox_id, "".join(letter.recipients[:1]))
    ]
    content, original_size = _kept_of(letter.content)
    return [
        Arrival(
            content=content,
            original_size=original_size,
            source=InboundLetter.Source.PROVIDER,
            mailbox_id=mailbox_id,
            envelope_from=letter.sender,
            envelope_to=address,
            is_rebuilt=letter.is_rebuilt,
        )
        for mailbox_id, address in places
    ]


def _kept_of(content: bytes) -> tuple[bytes, int | None]:
    """All of a letter; of one that is too large its headers, and how large it was."""
    if len(content) <= LARGEST:
        return content, None
    blank = BLANK_LINE.search(content)
    return content[: min(blank.end() if blank else LONGEST, LONGEST)], len(content)


def _learn(event: object, kind: str) -> bool:
    """False when it is about a letter that we do not know."""
    told = told_by(event, kind=kind)
    delivery = delivery_of(event) if told else None
    if told is None or delivery is None or told.addresses[0] not in addresses_of(delivery.message):
        return told is None or delivery is not None
    is_complaint = told.reason == COMPLAINT
    reason = "" if is_complaint else told.reason
    learn_outcome(
        delivery, address=told.addresses[0], state=told.state, status=told.status, reason=reason, is_hard=told.is_hard
    )
    if is_complaint:
        facts = {"delivery": delivery, "address": told.addresses[0], "state": told.state, "reason": COMPLAINT}
        suppress(told.addresses[0], because_of=Outcome(is_hard=True, **facts))
    return True
