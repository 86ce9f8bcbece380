"""What a widget says in each language: the house's own words, or else ours."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.channels.chat.models import Widget

LONGEST = {"label": 40, "greeting": 300, "away": 300, "over": 200}  # characters
NAMES = {
    "label": gettext_lazy("On the button"),
    "greeting": gettext_lazy("Greeting"),
    "away": gettext_lazy("Greeting while nobody is here"),
    "over": gettext_lazy("When a chat is over"),
}


def said_by(widget: Widget, *, is_closed: bool) -> dict[str, str]:
    """The words in the language that is active now. The greeting is the one for this hour."""
    own = widget.texts.get(translation.get_language() or "", {})
    here = own.get("greeting") or widget.greeting or _("Hello! What can we do for you?")
    return {
        "label": own.get("label") or _("Help"),
        "greeting": own.get("away") or here if is_closed else here,
        "over": own.get("over") or _("This chat is over. Write again, and it goes on."),
    }
