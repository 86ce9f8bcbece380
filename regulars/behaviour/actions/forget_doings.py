from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from regulars.behaviour.models import Done, Stay, Tally, Trail
from regulars.customers.models import Identity

# A request that could not be taken stays for whoever looks into it, without them.
_UNTAKEN = """
    UPDATE behaviour_arrival SET body = (
        SELECT coalesce(jsonb_agg(said), '[]') FROM jsonb_array_elements(body) AS said WHERE NOT %s && ARRAY[
            lower(said ->> 'userId'), lower(said ->> 'anonymousId'), lower(said ->> 'previousId'),
            lower(said #>> '{traits,email}'), lower(said #>> '{context,traits,email}')])
    WHERE error <> ''
"""


@transaction.atomic
def forget_doings(people: Sequence[int]) -> None:
    """What these customers, by their ids, did on our pages and in our programs is forgotten: a part of erasing them. Harmless twice."""
    trails = dict(Trail.objects.filter(customer__in=people).values_list("pk", "key"))
    named = {key.partition(":")[2] for key in trails.values()}
    named |= set(Identity.objects.filter(customer__in=people).values_list("value", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_UNTAKEN, [[name.lower() for name in named]])
    for several in (Done, Tally, Stay):
        several.objects.filter(trail_id__in=trails).delete()
    Trail.objects.filter(pk__in=trails).delete()
