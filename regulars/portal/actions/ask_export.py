from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.portal.events import ExportAsked
from regulars.portal.models import Export, Proof
from regulars.team.models import Brand

A_DAY, MOST = timedelta(days=1), 3  # in a day, for one person


@transaction.atomic
def ask_export(proof: Proof, *, brand: Brand, language: str = "") -> Export:
    """Have everything of a customer's put into one file; they are told by mail when it is there. While one is being made, it is that one.

    Raises ValidationError("export") for the fourth in a day.
    """
    Proof.objects.select_for_update().get(pk=proof.pk)
    theirs = Export.objects.filter(proof__circle=proof.circle)
    if waiting := theirs.exclude(make_at=None).first():
        return waiting
    if theirs.filter(asked_at__gt=timezone.now() - A_DAY).count() >= MOST:
        raise refusal("export", _("At most three a day. Take the newest, or come back tomorrow."), "too_many")
    export = Export.objects.create(proof=proof, brand=brand, language=language[:16])
    customer = proof.identity.customer
    record(ExportAsked(), customer=customer, by=Actor.customer(customer))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('exports', '')")
    return export
