"""What may stand in a text that is used again and again: `{{customer.first_name}}`, `{{promise}}`. Rules, macros and snippets share it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.conversations.models import Conversation
from regulars.conversations.promising import promised_words
from regulars.customers.actor import By, agent_of
from regulars.customers.models import Customer
from regulars.lib.names import first_name
from regulars.lib.places import as_written, fill, places_in
from regulars.lib.texts import harmless
from regulars.team.models import Agent


@dataclass(frozen=True)
class Scene:
    """Where a text is used, and who uses it."""

    by: By
    customer: Customer
    conversation: Conversation | None = None

    @property
    def agent(self) -> Agent | None:
        """Whoever writes; for what a rule writes, whoever the conversation belongs to."""
        return agent_of(self.by) or (self.conversation.assignee if self.conversation else None)

    @property
    def here(self) -> Conversation:
        return self.conversation or Conversation(customer=self.customer)

    @property
    def brand(self) -> str:
        return str(self.conversation.inbox.brand) if self.conversation else ""

    def said(self, words: str) -> str:
        """A stranger's words; on their way by themselves to an address that may not be theirs they lead nowhere."""
        return words if agent_of(self.by) else harmless(words)


class Place(NamedTuple):
    label: Any
    value: Callable[[Scene], str]
    of: str = "conversation"  # what there must be


def _name(scene: Scene) -> str:
    return scene.said("" if "@" in scene.customer.name else scene.customer.name)


def _identity(scene: Scene, kind: str) -> str:
    known = scene.customer.identities.filter(kind=kind).order_by("-is_primary", "pk")
    return known.values_list("value", flat=True).first() or ""


PLACES = {
    "customer.name": Place(gettext_lazy("the customer's name"), _name, "customer"),
    "customer.first_name": Place(gettext_lazy("their first name"), lambda scene: first_name(_name(scene)), "customer"),
    "customer.email": Place(gettext_lazy("their e-mail address"), lambda scene: _identity(scene, "email"), "customer"),
    "customer.phone": Place(gettext_lazy("their phone number"), lambda scene: _identity(scene, "phone"), "customer"),
    "customer.company": Place(
        gettext_lazy("their company"), lambda scene: str(scene.customer.company or ""), "customer"
    ),
    "conversation.number": Place(gettext_lazy("the conversation's number"), lambda scene: str(scene.here.pk)),
    "conversation.subject": Place(gettext_lazy("its subject"), lambda scene: scene.said(scene.here.subject)),
    "conversation.topic": Place(gettext_lazy("its topic"), lambda scene: str(scene.here.topic or "")),
    "conversation.priority": Place(gettext_lazy("its priority"), lambda scene: scene.here.get_priority_display()),
    "conversation.link": Place(
        gettext_lazy("where the team finds it"), lambda scene: f"{settings.BASE_URL}/inbox/{scene.here.pk}"
    ),
    "agent": Place(gettext_lazy("who writes"), lambda scene: str(scene.agent or scene.brand), "customer"),
    "agent.first_name": Place(
        gettext_lazy("their first name"),
        lambda scene: scene.agent.first_name if scene.agent else scene.brand,
        "customer",
    ),
    "agent.signature": Place(
        gettext_lazy("their signature"), lambda scene: scene.agent.signature if scene.agent else scene.brand, "customer"
    ),
    "team": Place(gettext_lazy("the team it belongs to"), lambda scene: str(scene.here.team or scene.brand)),
    "brand": Place(gettext_lazy("the name that customers know us by"), lambda scene: scene.brand),
    "promise": Place(gettext_lazy("how soon we answer"), lambda scene: promised_words(scene.here)),
}
ATTRIBUTE = "customer.attributes."
USUAL = {"customer.name": gettext_lazy("there"), "customer.first_name": gettext_lazy("there")}  # "Hello there"


def check_places(
    text: str, *, on: frozenset[str] = frozenset({"conversation", "customer"}), is_html: bool = False
) -> None:
    """Refuse a place that nothing fills, where there is a conversation or only a customer. Raises ValueError, in words."""
    known = [name for name, place in PLACES.items() if place.of == "customer" or place.of in on]
    for name in places_in(text, is_html=is_html):
        if name not in known and not (name.startswith(ATTRIBUTE) and len(name) > len(ATTRIBUTE)):
            shown, near = as_written(name), get_close_matches(name.strip("{} "), known, n=1, cutoff=0.5)
            hint = _("did you mean {{%s}}?") % near[0] if near else _("there are %s") % ", ".join(known)
            raise ValueError(_("nothing fills %s; ") % shown + hint)


def filled_in(text: str, scene: Scene, *, is_html: bool = False) -> str:
    """The text as it is used here. What is put into HTML is escaped; a place that is known no more stays as it is."""
    return fill(text, _Values(scene).of, usual=USUAL, is_html=is_html)


def filled_to_check(text: str, scene: Scene, *, is_html: bool = False) -> str:
    """The text for somebody who looks at it before it leaves: a place that has no value here stays, to be seen."""
    return fill(text, _Values(scene).of, usual=_OrItself(USUAL), is_html=is_html)


def describe_places(*, on: frozenset[str] = frozenset({"conversation", "customer"})) -> list[dict[str, str]]:
    """What an editor offers, as JSON."""
    return [
        {"name": name, "label": str(place.label)}
        for name, place in PLACES.items()
        if place.of == "customer" or place.of in on
    ]


class _OrItself(dict[str, Any]):
    """What stands in for a place; the place itself where nothing does."""

    def get(self, name: str, otherwise: Any = "") -> Any:
        return super().get(name) or f"{{{{{name}}}}}"


@dataclass
class _Values:
    scene: Scene
    known: dict[str, str | None] = field(default_factory=dict)  # each is asked for once

    def of(self, name: str) -> str | None:
        if name not in self.known:
            self.known[name] = self._value(name)
        return self.known[name]

    def _value(self, name: str) -> str | None:
        if name.startswith(ATTRIBUTE):
            value = self.scene.customer.attributes.get(name.removeprefix(ATTRIBUTE))
            return "" if value is None or isinstance(value, dict | list) else str(value)
        return PLACES[name].value(self.scene) if name in PLACES else None
