from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django.db import connection, transaction

from regulars.behaviour.models import Done, Stay, Tally, Trail
from regulars.customers.models import Identity

# A request that could not be taken stays for whoever looks into it, without what names them anywhere: an address within other words, too.
# Of an error its name stays; what follows may be theirs.
_UNTAKEN = r"""
    UPDATE behaviour_arrival SET error = regexp_replace(error, '^([A-Z]\w*):.*', '\1'), body = (
        SELECT coalesce(jsonb_agg(said), '[]') FROM jsonb_array_elements(body) AS said
        WHERE NOT EXISTS (SELECT FROM jsonb_path_query(said, 'lax $.**') AS part WHERE lower(part #>> '{}') = ANY(%s))
        AND NOT EXISTS (SELECT FROM unnest(%s::text[]) AS address WHERE position(address IN lower(said::text)) > 0))
    WHERE error <> ''
"""


@transaction.atomic
def forget_doings(people: Sequence[int]) -> None:
    """What these customers, by their ids, did on our pages and in our programs is forgotten: a part of erasing them. Harmless twice."""
    trails = dict(Trail.objects.filter(customer__in=people).values_list("pk", "key"))
    named = {key.partition(":")[2] for key in trails.values()}
    named |= set(Identity.objects.filter(customer__in=people).values_list("value", flat=True))
    named = {name.lower() for name in named}
    addresses = {
        form for name in named if "@" in name for form in (name, name.replace("@", "%40"), quote(name).lower())
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNTAKEN, [list(named), list(addresses)])
    for several in (Done, Tally, Stay):
        several.objects.filter(trail_id__in=trails).delete()
    Trail.objects.filter(pk__in=trails).delete()
