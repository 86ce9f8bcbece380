"""For admins: which letters are held, and who is warned when mail does not work."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.channels.email.actions.know_sender import forget_sender, know_sender
from regulars.channels.email.actions.save_mail_rules import save_mail_rules
from regulars.channels.email.models import MailRules, SenderRule
from regulars.channels.email.rules_form import MailRulesForm
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """What the house decided, and the senders it knows."""
    form = MailRulesForm(request.POST or None, instance=MailRules.current())
    if request.method == "POST" and form.is_valid():
        save_mail_rules(form.save(commit=False), by=request.user)
        messages.success(request, _("Kept."))
        return redirect("email:rules")
    facts = {"form": form, "senders": SenderRule.objects.select_related("by").order_by("pattern"), "room": "settings"}
    facts |= {"page": "quarantine", "verdicts": SenderRule.Verdict.choices}
    return render(request, "channels/email/pages/rules.html", facts, status=422 if form.errors else 200)


@may(Permission.CHANNELS)
@require_POST
def know(request: HttpRequest) -> HttpResponse:
    """Block or allow `pattern`."""
    verdict = request.POST.get("verdict", "")
    if verdict in SenderRule.Verdict.values:
        try:
            rule = know_sender(request.POST.get("pattern", "")[:320], verdict=verdict, by=request.user)
            messages.success(request, f"{rule.pattern}: {rule.get_verdict_display()}")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    return redirect("email:rules")


@may(Permission.CHANNELS)
@require_POST
def forget(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a sender off the list."""
    rule = get_object_or_404(SenderRule, pk=rule_id)
    forget_sender(rule, by=request.user)
    messages.success(request, _("%s is treated like everybody else again.") % rule.pattern)
    return redirect("email:rules")
