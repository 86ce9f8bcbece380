"""Reviews as review sites write them out: tables whose columns have many names, and the file that Google gives shops of theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib.tables import Line, Table, Wrong

COLUMNS = ("score", "title", "text", "author", "email", "at", "id", "language", "place")
_CALLED = {
    "score": "rating stars star_rating review_rating review_stars review_score overall_rating overall_score starrating",
    "title": "review_title headline review_headline",
    "text": "comment comments review body content message review_content review_body review_text review_message review_comment",
    "author": "name reviewer reviewer_name reviewer_display_name consumer_name customer_name author_name author_title username user_name "
    "review_username display_name nickname",
    "email": "e_mail mail email_address reviewer_email customer_email consumer_email author_email reference_email review_user_email",
    "at": "date created created_at date_created datecreated review_date review_created review_created_(utc) review_created_at "
    "review_datetime_utc review_submit_date_and_time submitted_at published_at creation_date time",
    "id": "review_id reviewid",
    "language": "language_code review_language reviewer_language lang locale",
    "place": "shop location location_name store source",
}
OTHER_NAMES = {name: column for column, names in _CALLED.items() for name in names.split()}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}  # as Google says them
_OF = re.compile(r"(\d+(?:[.,]\d+)?)(?:\s*(?:/|of|out of)\s*(\d+))?(?:\s*stars?)?", re.I)
_TRANSLATED, _ORIGINAL = "(Translated by Google)", "(Original)"


def lines(content: bytes) -> Iterator[Line]:
    """Each review, by our names. Raises Wrong, or ValueError, for what is no such table."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return _of_google(json.loads(content.decode("utf-8-sig")))
    table = Table(content, needed=["score"], other_names=OTHER_NAMES, moments=["at"])
    return chain.from_iterable(table.since(0))


def score(cell: str, *, most: int) -> str:
    """ "4", "4.0", "4/5", "4 of 5 stars", "FOUR" or "★★★★☆" are four stars; halves are none, nor is what counts to another number. Raises Wrong."""
    said = cell.strip()
    if said and not set(said) - set("★☆⭐️"):
        return str(sum(letter in "★⭐" for letter in said))
    found = _OF.fullmatch(str(_WORDS.get(said.lower(), said)))
    whole, _point, rest = (found[1] if found else "").replace(",", ".").partition(".")
    if found is None or rest.strip("0"):
        raise Wrong("score", _("“%s” is not a whole number.") % cell[:20])
    if found[2] and int(found[2]) != most:
        raise Wrong("score", _("“%(score)s” does not count to %(most)d.") % {"score": cell[:20], "most": most})
    return whole


def words(line: Line) -> str:
    """What they wrote, below its title; in their own language where Google says it in two."""
    title, text = (
        line.cells.get(name, "").split(_ORIGINAL)[-1].split(_TRANSLATED)[0].strip() for name in ("title", "text")
    )
    return text if text.startswith(title) else f"{title}\n\n{text}".strip()


def when(line: Line) -> datetime:
    """Raises Wrong."""
    at, now = line.moment("at"), timezone.now()
    if at and at > now:
        line.refuse("at", _("That is not yet."))
    return at or now


def _of_google(told: Any) -> Iterator[Line]:
    """What its Takeout has of a shop's profile."""
    several = told.get("reviews") if isinstance(told, dict) else told
    if not isinstance(several, list) or not all(isinstance(each, dict) and "starRating" in each for each in several):
        raise Wrong("score", _("There is no column “%s”.") % "score")
    for number, each in enumerate(several, 1):
        by = each.get("reviewer") if isinstance(each.get("reviewer"), dict) else {}
        told = {
            "score": each["starRating"],
            "text": each.get("comment"),
            "author": by.get("displayName"),
            "at": each.get("createTime"),
        }
        told["id"] = each.get("reviewId") or each.get("name")
        yield Line(number, {name: str(value) for name, value in told.items() if value}, ())
