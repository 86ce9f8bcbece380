"""For admins: what happened, what followed from it, what failed, and trying again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.customers.actions.retry_reaction import retry_reaction
from regulars.customers.models import Reaction
from regulars.customers.queries import events_with_reactions
from regulars.customers.telling import told
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

PAGE = 50


@may(Permission.EVENTS)
def events(request: HttpRequest) -> HttpResponse:
    """The newest events, or those with a reaction that failed or waits."""
    state = request.GET.get("state", "")
    state = state if state in Reaction.State.values else ""
    before = request.GET.get("before", "")
    shown = events_with_reactions(state=state, before=number_in(before), limit=PAGE)
    said = {line.id: line for line in told([event for event, _ in shown], with_quiet=True)}
    rows = [
        (event, said.get(event.pk), [(reaction, short(reaction.name)) for reaction in owed]) for event, owed in shown
    ]
    facts = {"rows": rows, "state": state, "older": shown[-1][0].pk if len(shown) == PAGE else None, "room": "settings"}
    return render(request, "customers/pages/events.html", facts | {"failed": _failed()})


@may(Permission.EVENTS)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one reaction again, and go back to where the button was."""
    retry_reaction(get_object_or_404(Reaction, pk=pk))
    return redirect(f"/settings/events?state={request.POST.get('state', '')}")


def short(name: str) -> str:
    """`learn language` for `regulars.conversations.actions.learn_language.learn_language`."""
    return name.rpartition(".")[2].replace("_", " ")


def _failed() -> int:
    return Reaction.objects.filter(state=Reaction.State.FAILED)[:100].count()
