from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from regulars.team.actions.audit import audit
from regulars.team.models import Agent, WayIn

FACTS = ("kind", "key", "name", "address", "client_id", "entity_id", "trusts_addresses", "newcomers_id", "is_active")


@transaction.atomic
def save_way_in(way: WayIn, *, by: Agent) -> None:
    """Keep a way to sign in, for whoever may no more than whoever keeps it: a directory says who somebody is.

    Led elsewhere, it forgets whom it knew. The secret is never written down anywhere else, only that it was changed.
    """
    before = WayIn.objects.filter(pk=way.pk).values(*FACTS, "secret").first() or {}
    old_secret = before.pop("secret", "")
    if before and any(before[name] != getattr(way, name) for name in ("key", "address", "entity_id")):
        SocialAccount.objects.filter(provider=before["key"]).delete()
    way.kept_by = by
    way.save()
    after = {name: getattr(way, name) for name in FACTS}
    if way.secret != old_secret:
        after["secret"] = "changed"
    if before != after:
        audit("way_in.changed" if before else "way_in.added", by=by, on=f"way in:{way.pk}", before=before, after=after)


@transaction.atomic
def drop_way_in(way: WayIn, *, by: Agent) -> None:
    """Take a way to sign in away. Whoever came by it signs in by mail code from now on, or chooses a password."""
    audit("way_in.dropped", by=by, on=f"way in:{way.pk}", before={name: getattr(way, name) for name in FACTS})
    SocialAccount.objects.filter(provider=way.key).delete()
    way.delete()
