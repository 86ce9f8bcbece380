"""Articles that may answer what somebody is about to write."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from regulars.knowledge.looking import LONGEST, look
from regulars.knowledge.places import Place, language_for
from regulars.lib.texts import one_line, storable
from regulars.portal.brands import shop_of

FEWEST = 4  # letters: fewer say nothing yet
MOST = 3


def suggested(request: HttpRequest, words: str) -> list[Any]:
    """The first few that these words find for this customer; none while no help centre is open."""
    shop, words = shop_of(request), one_line(storable(words), limit=LONGEST)
    if not shop.help or shop.centre is None or len(words) < FEWEST:
        return []
    place = Place(shop.centre, language_for(request, shop.centre), request.customer, shop.only is not None)
    return look(place, words, most=MOST)
