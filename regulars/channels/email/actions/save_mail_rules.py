from django.db import transaction
from django.forms import model_to_dict

from regulars.channels.email.models import MailRules
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_mail_rules(rules: MailRules, *, by: Agent) -> None:
    """Keep what the house decided about letters that are held and about being warned."""
    rules.pk = rules.pk or 1  # there is one row
    known = MailRules.objects.select_for_update().filter(pk=rules.pk).first()
    before, after = model_to_dict(known or MailRules()), model_to_dict(rules)
    changed = {name for name in after if name != "id" and before[name] != after[name]}
    rules.save()
    audit(
        "mail_rules.changed",
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
