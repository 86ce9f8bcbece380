"""Writing to somebody first."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from regulars.conversations import composing
from regulars.conversations.actions.begin import begin
from regulars.conversations.forms import FirstLetterForm
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.REPLY)
@require_http_methods(["GET", "POST"])
def write_first(request: HttpRequest) -> HttpResponse:
    """The form, and the conversation that it begins."""
    form = FirstLetterForm(request.POST or None, agent=request.user, initial={"to": request.GET.get("to", "")})
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("subject", "text")}
        try:
            begun = begin(
                form.cleaned_data["inbox"],
                by=request.user,
                recipients=composing.read_recipients(request.POST) or {},
                client_key=request.POST.get("client_key", "")[:64],
                undo_seconds=request.user.undo_seconds,
                **words,
            )
            return redirect("conversations:thread", begun.pk)
        except ValidationError as error:
            form.refuse(error)
    shown = {"room": "inbox", "form": form, "client_key": request.POST.get("client_key") or composing.fresh_key()}
    return render(request, "conversations/pages/new.html", shown, status=422 if form.errors else 200)
