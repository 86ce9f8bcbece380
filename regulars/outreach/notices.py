"""Word about points: which kinds there are, what each says if nobody has changed it, and how it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.customers.models import Customer
from regulars.lib.languages import base_of
from regulars.lib.names import first_name
from regulars.lib.places import as_written, fill, places_in
from regulars.loyalty.models import Account, Programme
from regulars.outreach.actions.send import send
from regulars.outreach.models import Notice, Sending

TOPIC = "loyalty"
ALWAYS = ("name", "programme", "balance", "link")


class Kind(NamedTuple):
    """One kind of notice, with the usual words; `is_usual`: sent while nobody has said otherwise."""

    name: Any
    meaning: Any
    subject: Any
    text: Any
    places: tuple[str, ...]
    is_usual: bool = True


KINDS = {
    "earned": Kind(
        gettext_lazy("Points were earned"),
        gettext_lazy("After each purchase and each gift of points. It counts among the letters that one gets at most."),
        gettext_lazy("{{points}} for you"),
        gettext_lazy("Hello {{name|there}},\n\nyou have earned {{points}} with {{programme}}. That makes {{balance}}.\n\nAll about them: {{link}}"),
        ("points",),
        False,
    ),
    "expiring": Kind(
        gettext_lazy("Points are about to end"),
        gettext_lazy("30 days, 7 days and the day before."),
        gettext_lazy("{{points}} end on {{day}}"),
        gettext_lazy("Hello {{name|there}},\n\n{{points}} of yours with {{programme}} can be spent until {{day}}. After that they are gone.\n\nHave a look at what you can get for them: {{link}}"),
        ("points", "day"),
    ),
    "tier_up": Kind(
        gettext_lazy("A tier was reached"),
        gettext_lazy("As soon as somebody stands in a higher one."),
        gettext_lazy("You are {{tier}} now"),
        gettext_lazy("Hello {{name|there}},\n\nyou have reached {{tier}} with {{programme}}. Thank you for coming back!\n\nWhat that gives you: {{link}}"),
        ("tier",),
    ),
    "tier_at_risk": Kind(
        gettext_lazy("A tier is at risk"),
        gettext_lazy("30 days before it is looked at again, to whoever would fall."),
        gettext_lazy("{{missing}} to stay {{tier}}"),
        gettext_lazy("Hello {{name|there}},\n\n{{missing}} until {{day}}, and you stay {{tier}} with {{programme}}.\n\nHow far you are: {{link}}"),
        ("tier", "missing", "day"),
    ),
    "reward_ready": Kind(
        gettext_lazy("A reward is ready"),
        gettext_lazy("As soon as somebody is given one for nothing."),
        gettext_lazy("“{{reward}}” is yours"),
        gettext_lazy("Hello {{name|there}},\n\n“{{reward}}” is waiting for you, with our thanks.\n\nSee how to use it: {{link}}"),
        ("reward",),
    ),
}  # fmt: skip


class Words(NamedTuple):
    subject: str
    text: str


def notice_of(programme: Programme, word: str) -> Notice:
    """As the programme wants it, or as is usual."""
    kept = Notice.objects.filter(programme=programme, word=word).first()
    return kept or Notice(programme=programme, word=word, is_on=KINDS[word].is_usual)


def words_of(notice: Notice, language: str) -> Words:
    """In the customer's language: the programme's own, those of the language without its region, or the usual ones."""
    for code in (language, base_of(language)):
        if own := notice.texts.get(code):
            return Words(own["subject"], own["text"])
    with translation.override(language or None):
        return Words(str(KINDS[notice.word].subject), str(KINDS[notice.word].text))


def unknown_places(word: str, text: str) -> list[str]:
    """Places that nothing fills."""
    return [as_written(name) for name in places_in(text) if name not in (*ALWAYS, *KINDS[word].places)]


def tell(
    account: Account, *, word: str, key: str, facts: Mapping[str, str], until: datetime | None = None
) -> Sending | None:
    """Send a member one notice, once for its key; None where the programme does not want it, or they are no member any more.

    `facts` fill the places; they are made within `spoken_to(customer)`. After `until` it would not be true any more.
    """
    notice = notice_of(account.programme, word)
    if not notice.is_on or account.status != Account.Status.ACTIVE:
        return None
    customer, programme = account.customer, account.programme
    with spoken_to(customer):
        known = {
            "name": first_name(customer.name),
            "programme": programme.name,
            "balance": programme.said(account.balance),
        }
        known |= {"link": settings.BASE_URL.rstrip("/") + "/my/points", **facts}
        words = words_of(notice, customer.language)
        subject, text = fill(words.subject, known.get), fill(words.text, known.get)
    return send(customer, topic=TOPIC, subject=subject or _("Your points"), text=text or subject, key=key, until=until)


def spoken_to(customer: Customer) -> translation.override:
    """Within it, numbers, days and words are the customer's."""
    return translation.override(customer.language or None)
