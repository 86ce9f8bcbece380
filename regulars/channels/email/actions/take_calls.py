from __future__ import annotations

import logging
from datetime import timedelta

from anymail.exceptions import AnymailConfigurationError
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from regulars.channels.email.directory import Directory
from regulars.channels.email.keeping import LARGEST, Arrival, keep
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


def take_calls() -> int:
    """Read the next call of a provider: keep its letters, learn what it tells. Returns how many were looked at.

    A call that makes trouble is tried again later, and stays as it came.
    """
    waiting = ProviderCall.objects.filter(state=ProviderCall.State.WAITING, due_at__lte=timezone.now())
    with claim(waiting.select_related("provider__mailbox").order_by("due_at", "pk")) as calls:
        for call in calls:
            _take(call)
    return len(calls)


def _take(call: ProviderCall) -> None:
    try:
        with transaction.atomic():
            _read(call)
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        log.warning("Call %s of %s cannot be read: %s", call.pk, call.provider, error, exc_info=call.attempts == 0)
        _put_off(call, error)
    else:
        call.state, call.error = ProviderCall.State.DONE, ""
        call.save(update_fields=["state", "error"])


def _read(call: ProviderCall) -> None:
    view, request = view_of(call.provider, call.way), replay(bytes(call.body), call.headers)
    if call.way == ProviderCall.Way.LETTERS:
        directory = Directory.load()
        found = [each for letter in letters_in(view, request) for each in _arrivals(letter, call.provider, directory)]
        if found:
            keep(found)
    else:
        for event in view.parse_events(request):
            _learn(event, call.provider.kind)


def _put_off(call: ProviderCall, error: Exception) -> None:
    call.attempts += 1
    call.error = storable(f"{error or type(error).__name__}")[:2000]
    call.due_at = timezone.now() + min(LONGEST_WAIT, timedelta(seconds=10 * 2 ** min(call.attempts, 12)))
    if isinstance(error, AnymailConfigurationError) or call.attempts >= ATTEMPTS:
        call.state = ProviderCall.State.FAILED
    call.save(update_fields=["attempts", "error", "due_at", "state"])


def _arrivals(letter: Carried, provider: Provider, directory: Directory) -> list[Arrival]:
    """One for each inbox among its recipients; the provider's own mailbox when none of them is ours."""
    named = {each.inbox_id: each for each in directory.named_in(letter.recipients)}.values()
    places = [(each.mailbox_id, each.address) for each in named] or [
        (provider.mailbox_id, "".join(letter.recipients[:1]))
    ]
    return [
        Arrival(
            content=letter.content[:LARGEST],
            source=InboundLetter.Source.PROVIDER,
            mailbox_id=mailbox_id,
            envelope_from=letter.sender,
            envelope_to=address,
            is_rebuilt=letter.is_rebuilt,
        )
        for mailbox_id, address in places
    ]


def _learn(event: object, kind: str) -> None:
    told = told_by(event, kind=kind)
    delivery = delivery_of(event) if told else None
    if told is None or delivery is None or told.addresses[0] not in addresses_of(delivery.message):
        return
    is_complaint = told.reason == COMPLAINT
    reason = "" if is_complaint else told.reason
    learn_outcome(
        delivery, address=told.addresses[0], state=told.state, status=told.status, reason=reason, is_hard=told.is_hard
    )
    if is_complaint:
        facts = {"delivery": delivery, "address": told.addresses[0], "state": told.state, "reason": COMPLAINT}
        suppress(told.addresses[0], because_of=Outcome(is_hard=True, **facts))
