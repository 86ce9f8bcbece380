from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.assistant.actions.save_duty import keep_apart
from regulars.assistant.models import Provider
from regulars.assistant.naming import is_reachable, is_refused, split
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("is_stopped", "is_on", "model", "address", "timeout", "currency")
SUMS = ("price_in", "price_out", "most_cost", "most_calls")


@transaction.atomic
def save_provider(provider: Provider, *, by: Agent | None) -> None:
    """Say which model writes, what it costs and may cost, or stop everything. The key is never shown again, nor in the audit log.

    The address is an admin's own choice and may be inside; where machines of clouds keep their secrets it may not be.
    Raises ValidationError: model, address, timeout, price_in, price_out, most_cost.
    """
    before = Provider.objects.filter(pk=1).first()
    provider.model, provider.address = provider.model.strip(), provider.address.strip().rstrip("/")
    if provider.address and (
        urlsplit(provider.address).scheme not in ("http", "https") or is_refused(provider.address)
    ):
        raise refusal("address", _("Write the address of a model, such as https://models.example/v1."))
    if provider.is_on and not provider.model:
        raise refusal("model", _("Which model shall write? For example anthropic:claude-sonnet-4-5."))
    if provider.is_on and not is_reachable(provider):
        raise refusal("address", _("Where does this model answer? We know no address for it."))
    if not 1 <= provider.timeout <= 60:
        raise refusal("timeout", _("Choose between 1 and 60 seconds."))
    for name in SUMS:
        if (getattr(provider, name) or 0) < 0:
            raise refusal(name, _("That cannot be less than nothing."))
    was_at = _place(before) if before and before.key == provider.key != "" else ""
    if was_at and was_at != _place(provider):  # a key is not sent to whoever answers elsewhere
        raise refusal("key", _("Give the key once more: it goes to another address now."))
    provider.pk = 1
    provider.save()
    was, now = _facts(before) if before else None, _facts(provider)
    if was != now or (before and before.key != provider.key):
        audit("assistant.provider_changed", by=by, on="assistant:1", before=was, after=now)
    keep_apart()


def _place(provider: Provider) -> str:
    """Where its key goes."""
    return provider.address or split(provider.model)[0]


def _facts(provider: Provider) -> dict[str, Any]:
    facts = {name: getattr(provider, name) for name in FACTS}
    sums = {name: None if getattr(provider, name) is None else str(getattr(provider, name)) for name in SUMS}
    return facts | sums | {"has_key": bool(provider.key)}
