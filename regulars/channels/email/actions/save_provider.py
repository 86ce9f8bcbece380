from django.db import transaction

from regulars.channels.email.models import Provider
from regulars.channels.email.models.provider import new_password
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

SECRETS = ("letters_secret", "reports_secret", "api_key")


@transaction.atomic
def save_provider(provider: Provider, *, by: Agent | None) -> None:
    """Keep a new provider, or what was changed of one. The audit log holds no keys."""
    before = Provider.objects.filter(pk=provider.pk).first()
    provider.save()
    told = {"before": _facts(before), "after": _facts(provider)} if before else {"after": _facts(provider)}
    audit("provider.changed" if before else "provider.added", by=by, on=f"provider:{provider.pk}", **told)


@transaction.atomic
def renew_password(provider: Provider, *, by: Agent | None) -> None:
    """From now on the provider must call another address; whoever knows the old one is refused."""
    provider.password = new_password()
    provider.save(update_fields=["password"])
    audit("provider.renewed", by=by, on=f"provider:{provider.pk}")


@transaction.atomic
def remove_provider(provider: Provider, *, by: Agent | None) -> None:
    """Calls of this provider are taken no more, and those that were not understood are gone. Its letters stay."""
    audit("provider.removed", by=by, on=f"provider:{provider.pk}", before=_facts(provider))
    provider.delete()


def _facts(provider: Provider) -> dict[str, object]:
    shown = {"kind": provider.kind, "mailbox": provider.mailbox.address, "is_active": provider.is_active}
    return shown | {name: "…" if getattr(provider, name) else "" for name in SECRETS}
