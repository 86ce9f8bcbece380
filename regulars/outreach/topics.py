"""What we write about of our own accord. The topics of every house stand here; a house may change them, and add its own."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.customers.consents import consents_of
from regulars.customers.models import Consent, Customer
from regulars.lib.refusal import refusal
from regulars.outreach.models import Topic

EVERYTHING = "everything"  # the purpose under which somebody says: nothing at all
CHANNEL = "email"
USUAL = {
    "marketing": (gettext_lazy("News and offers"), gettext_lazy("Only while you have ticked it."), True, True),
    "loyalty": (gettext_lazy("Your points"), gettext_lazy("What you earned, what is about to end, which tier you reached."), False, False),
    "surveys": (gettext_lazy("Questions about how we did"), gettext_lazy("A short one now and then."), False, False),
    "referrals": (gettext_lazy("Friends whom you invited"), gettext_lazy("Word of what became of it."), False, False),
}  # fmt: skip
SERVICE = "service"  # what somebody has asked for: nobody chooses it, nothing holds it up
WORDS = (*USUAL, SERVICE)


def topics() -> list[Topic]:
    """All that a customer may choose among: those of every house, then the house's own."""
    kept = {each.word: each for each in Topic.objects.order_by("name")}
    own = [each for word, each in kept.items() if word not in WORDS]
    return [kept.get(word) or _usual(word) for word in USUAL] + own


def topic_of(word: str) -> Topic:
    """Raises ValidationError("topic") where there is none of this word."""
    if word == SERVICE:
        return Topic(word=SERVICE, name=_("Service"), is_opt_in=False, is_withheld=False, is_essential=True)
    found = Topic.objects.filter(word=word).first() or (_usual(word) if word in USUAL else None)
    if found is None:
        raise refusal("topic", _("There is no topic “%s”.") % word[:32], "unknown")
    return found


def wishes_of(customer: Customer) -> list[tuple[Topic, bool]]:
    """Each topic, and whether they get it as things stand."""
    said = consents_of(customer.pk)
    return [(each, refused_by(each, said) == "") for each in topics()]


def refused_by(topic: Topic, said: dict[tuple[str, str], Consent]) -> str:
    """`no_consent`, `withdrawn`, or nothing: it may be sent. A no to everything holds until a later yes to this."""
    word, none = said.get((CHANNEL, topic.word)), said.get((CHANNEL, EVERYTHING))
    is_granted = word is not None and word.state == Consent.State.GRANTED
    if none is not None and none.state == Consent.State.WITHDRAWN and not (is_granted and _order(word) > _order(none)):
        return "withdrawn"
    if word is not None and word.state == Consent.State.WITHDRAWN:
        return "withdrawn"
    return "" if is_granted or not topic.is_opt_in else "no_consent"


def named(words: Iterable[str]) -> dict[str, str]:
    """What each of these topics is called."""
    names = {each.word: str(each) for each in topics()} | {SERVICE: _("Service")}
    return {word: names.get(word, word) for word in words}


def _usual(word: str) -> Topic:
    name, about, is_opt_in, is_withheld = USUAL[word]
    return Topic(word=word, name=name, about=about, is_opt_in=is_opt_in, is_withheld=is_withheld)


def _order(consent: Consent | None) -> tuple[object, int]:
    assert consent is not None
    return consent.at, consent.pk
