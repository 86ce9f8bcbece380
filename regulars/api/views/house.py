"""The house: who works here, where conversations arrive, which tags there are."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from regulars.api import shapes, told
from regulars.api.given.house import PresenceGiven
from regulars.conversations.counting import countable, counts
from regulars.conversations.models import Inbox, Topic
from regulars.conversations.sidebar import habits_of, views_of
from regulars.conversations.tags import used_tags
from regulars.team.actions.set_presence import set_presence
from regulars.team.models import Agent, Presence, Team

router = Router(tags=["The house"])


@router.get("/me", response=shapes.Agent, summary="Who you are")
def me(request: HttpRequest) -> HttpResponse:
    """The agent in whose name you ask."""
    return told.told(told.agent(request.auth))


@router.get("/agents", response=shapes.PageOf[shapes.Agent], summary="Agents")
def agents(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, and who has."""
    return told.page_of([told.agent(row) for row in Agent.objects.order_by("name", "pk")], None)


@router.get("/presence", response=shapes.PageOf[shapes.Presence], summary="Who is at the desk")
def presences(request: HttpRequest) -> HttpResponse:
    """Whoever is not listed was never there, and is offline."""
    return told.page_of([told.presence(row) for row in Presence.objects.order_by("pk")], None)


@router.post("/me/presence", response=shapes.Presence, summary="Say whether you are at the desk")
def presence(request: HttpRequest, given: PresenceGiven) -> HttpResponse:
    """Queues that give out by themselves give to whoever is online."""
    return told.told(told.presence(set_presence(request.auth, state=given.state, by=request.auth)))


@router.get("/topics", response=shapes.PageOf[shapes.Topic], summary="Topics")
def topics(request: HttpRequest) -> HttpResponse:
    """The kinds of support."""
    return told.page_of([told.topic(row) for row in Topic.objects.select_related("skill")], None)


@router.get("/teams", response=shapes.PageOf[shapes.Team], summary="Teams")
def teams(request: HttpRequest) -> HttpResponse:
    """With the ids of their members."""
    return told.page_of([told.team(row) for row in Team.objects.order_by("name").prefetch_related("members")], None)


@router.get("/inboxes", response=shapes.PageOf[shapes.Inbox], summary="Inboxes")
def inboxes(request: HttpRequest) -> HttpResponse:
    """Those you may see."""
    rows = Inbox.objects.visible_to(request.auth).select_related("brand").order_by("name")
    return told.page_of([told.inbox(row) for row in rows], None)


@router.get("/views", response=shapes.PageOf[shapes.View], summary="Views")
def views(request: HttpRequest) -> HttpResponse:
    """Those you see in the desk, in your order, with what they hold. Ask for their conversations with `view=`."""
    rows = views_of(request.auth, habits_of(request.auth))
    found = counts(countable(rows), agent=request.auth)
    return told.page_of([told.view(row, found.get(row.number)) for row in rows], None)


@router.get("/tags", response=shapes.PageOf[str], summary="Tags")
def tags(request: HttpRequest) -> HttpResponse:
    """Those of recent conversations, the most used first."""
    return told.told({"items": used_tags(), "next": None})
