"""What an admin says about “your message has come”."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.channels.email.acknowledging import PLACES, filled_in, unknown_places
from regulars.channels.email.models import Acknowledgement
from regulars.lib.texts import storable

EXAMPLE = {
    "number": "1042",
    "subject": "Where is my order?",
    "customer": "Ada Moreau",
    "promise": "We answer within 2 working hours.",
    "wait": "",
}


class AcknowledgementForm(forms.ModelForm):
    """The letter with its places, and whether it is sent."""

    class Meta:
        model = Acknowledgement
        fields = ["is_on", "peak_above", "subject", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_text(self) -> str:
        return self._checked("text")

    def _checked(self, name: str) -> str:
        written = storable(self.cleaned_data[name]).strip()
        if unknown := unknown_places(written):
            known = ", ".join(f"{{{{{place}}}}}" for place in PLACES)
            raise ValidationError(
                _("Nothing fills %(unknown)s. There are %(known)s.") % {"unknown": unknown[0], "known": known}
            )
        return written

    @property
    def preview(self) -> dict[str, str]:
        """The letter as a customer would get it."""
        facts = EXAMPLE | {"brand": self.instance.inbox.brand.name}
        return {name: filled_in(str(self[name].value() or ""), facts) for name in ("subject", "text")}
