"""Sources and figures as their pages give them; the verbs say what is wrong with them."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from regulars.behaviour.models import Deed, Figure, Source
from regulars.ui.forms import Refusable


class SourceForm(Refusable, forms.ModelForm):
    class Meta:
        model = Source
        fields = ["name", "kind", "needs_consent", "is_on"]
        help_texts = {
            "kind": gettext_lazy("A server keeps its key to itself and is believed who somebody is. The key of a website stands in its pages."),
            "needs_consent": gettext_lazy("Your page says so: data-consent=\"yes\" in the line, or the event regulars:consent. Whoever your server has signed in is followed without; whoever asks their browser for privacy never is."),
        }  # fmt: skip

    def __init__(self, *args: object, **facts: object) -> None:
        super().__init__(*args, **facts)  # type: ignore[arg-type]
        if self.instance.pk:
            del self.fields["kind"]
            if self.instance.kind == Source.Kind.SERVER:
                del self.fields["needs_consent"]


class FigureForm(Refusable, forms.ModelForm):
    class Meta:
        model = Figure
        fields = ["label", "how", "of", "deed", "days"]

    def __init__(self, *args: object, **facts: object) -> None:
        super().__init__(*args, **facts)  # type: ignore[arg-type]
        self.fields["deed"].empty_label = gettext_lazy("Choose…")
        offered = Deed.objects.filter(Q(is_wanted=True) | Q(pk=self.instance.deed_id)).order_by("name")
        self.fields["deed"].queryset = offered
