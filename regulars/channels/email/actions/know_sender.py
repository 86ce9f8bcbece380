from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator, validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.channels.email.directory import Directory
from regulars.channels.email.models import SenderRule
from regulars.customers.identities import loose_email
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

domain_name = DomainNameValidator()


@transaction.atomic
def know_sender(pattern: str, *, verdict: str, by: Agent) -> SenderRule:
    """Decide what happens to letters of an address, or of a domain and all below it. Raises ValidationError."""
    pattern = _checked(pattern)
    before = SenderRule.objects.filter(pattern=pattern).values_list("verdict", flat=True).first()
    facts = {"verdict": verdict, "by": by, "at": timezone.now()}
    rule, _is_new = SenderRule.objects.update_or_create(pattern=pattern, defaults=facts)
    if before != verdict:
        was = {"verdict": before} if before else {}
        audit("sender.known", by=by, on=pattern[:120], before=was, after={"verdict": verdict})
    return rule


@transaction.atomic
def forget_sender(rule: SenderRule, *, by: Agent) -> None:
    """Treat the sender like everybody else again."""
    rule.delete()
    audit("sender.forgotten", by=by, on=rule.pattern[:120], before={"verdict": rule.verdict})


def _checked(given: str) -> str:
    pattern = given.strip().lower().removeprefix("@").removeprefix("*.").strip("<>. ")
    try:
        if "@" in pattern:
            pattern = loose_email(pattern)
            validate_email(pattern)
        else:
            domain_name(pattern)
    except ValidationError:
        raise ValidationError(_("“%s” is neither an address nor a domain, such as spam.example.") % given) from None
    if Directory.load().find(pattern):
        raise ValidationError(_("%s is an address of ours.") % pattern)
    return pattern
