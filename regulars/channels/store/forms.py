from __future__ import annotations

from django import forms

from regulars.channels.store.models import Place


class PlaceForm(forms.ModelForm):
    """`save_place` checks what is written here."""

    class Meta:
        model = Place
        fields = ["name", "programme", "largest", "is_open"]
