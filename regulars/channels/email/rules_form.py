"""What an admin decides about held letters and alarms."""

from django import forms

from regulars.channels.email.models import MailRules


class MailRulesForm(forms.ModelForm):
    class Meta:
        model = MailRules
        fields = [
            "holds_spam", "spam_score", "holds_unproven", "purge_after", "alarm_addresses", "canary_every", "canary_within",
        ]  # fmt: skip

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as the page shows them."""
        named = {
            "held": ["holds_spam", "spam_score", "holds_unproven", "purge_after"],
            "alarms": ["alarm_addresses", "canary_every", "canary_within"],
        }
        return [(section, [self[name] for name in names]) for section, names in named.items()]
