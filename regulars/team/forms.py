"""The forms of the settings."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.team.models import Agent, Role, Team
from regulars.team.queries import roles_to_give


class ProfileForm(forms.ModelForm):
    """What agents choose for themselves."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Every time on every page is shown in it.")
    )

    class Meta:
        model = Agent
        fields = [
            "name",
            "signature",
            "language",
            "time_zone",
            "undo_seconds",
            "after_reply",
            "theme",
            "has_letter_keys",
        ]
        labels = {
            "name": _("Name"),
            "signature": _("Signature"),
            "language": _("Language of the desk"),
            "theme": _("Light or dark"),
        }
        help_texts = {
            "name": _("Customers read it above your answers."),
            "signature": _("Goes with each of your replies."),
            "after_reply": _("What becomes of a conversation when you have answered, unless you say otherwise."),
            "undo_seconds": _("For so long an answer waits before it leaves."),
        }
        widgets = {"signature": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: object, **facts: object) -> None:
        super().__init__(*args, **facts)
        zones = sorted(
            zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
        )
        self.fields["time_zone"].choices = [
            ("", _("As my browser says")),
            ("UTC", "UTC"),
            *((zone, zone.replace("_", " ")) for zone in zones),
        ]
        self.fields["has_letter_keys"].label = _("Single-letter keys")
        self.fields["has_letter_keys"].help_text = _(
            "E resolves, R answers, J and K walk through the list. Press ? to see them all."
        )


class InvitationForm(forms.Form):
    """A new colleague."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), initial=Role.AGENT)

    def __init__(self, *args: object, by: Agent, **facts: object) -> None:
        super().__init__(*args, **facts)
        self.fields["role"].choices = [(role.pk, role.name) for role in roles_to_give(by)]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if Agent.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Somebody signs in with this address already."), code="taken")
        return email


class TeamForm(forms.ModelForm):
    """A team and who is in it."""

    class Meta:
        model = Team
        fields = ["name", "members", "calendar"]
        labels = {"name": _("Name"), "members": _("Members"), "calendar": _("Working hours")}
        widgets = {"members": forms.CheckboxSelectMultiple}

    def __init__(self, *args: object, **facts: object) -> None:
        super().__init__(*args, **facts)
        self.fields["calendar"].empty_label = _("the hours of the house")
