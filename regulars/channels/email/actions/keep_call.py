import hashlib
from collections.abc import Mapping

from django.db import connection, transaction
from django.utils import timezone

from regulars.channels.email.models import Provider, ProviderCall
from regulars.channels.email.providers.replaying import kept_headers

STAMPS = {ProviderCall.Way.LETTERS: "letter_at", ProviderCall.Way.REPORTS: "report_at"}


@transaction.atomic
def keep_call(provider: Provider, *, way: str, headers: Mapping[str, str], body: bytes) -> None:
    """Write down what a provider has sent, to be read from there. The same once more is not kept again."""
    call = ProviderCall(provider=provider, way=way, headers=kept_headers(headers), body=body, size=len(body))
    call.sha256 = hashlib.sha256(body).hexdigest()
    ProviderCall.objects.bulk_create([call], ignore_conflicts=True)
    Provider.objects.filter(pk=provider.pk).update(**{STAMPS[way]: timezone.now()})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('calls', '')")
