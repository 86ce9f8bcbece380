"""Who works here: agents and teams. Everybody may look; owner and admins change."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.team.actions.audit import audit
from regulars.team.actions.change_agent import change_agent
from regulars.team.actions.invite import invite
from regulars.team.actions.revoke_invitation import revoke_invitation
from regulars.team.actions.save_team import save_team
from regulars.team.forms import InvitationForm, TeamForm
from regulars.team.guard import may, refuse_beyond
from regulars.team.invitations import LASTS, first_password_link, send_invitation
from regulars.team.models import Agent, Team
from regulars.team.permissions import Permission
from regulars.team.queries import roles_to_give
from regulars.ui.moments import Times

log = logging.getLogger(__name__)


@login_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Agents and teams."""
    return _page(request, invitation=InvitationForm(by=request.user), new_team=TeamForm())


@may(Permission.PEOPLE)
@require_POST
def invite_somebody(request: HttpRequest) -> HttpResponse:
    """Invite a colleague by mail."""
    form = InvitationForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, invitation=form, new_team=TeamForm(), status=422)
    _tell(request, invite(**form.cleaned_data, by=request.user))
    return redirect("team:people")


@may(Permission.PEOPLE)
@require_POST
def invite_again(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Send the link once more: for a first password, or a new one. Its time begins anew."""
    agent = get_object_or_404(Agent.objects.active(), pk=agent_id)
    try:
        refuse_beyond(agent, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("team:people")
    Agent.objects.filter(pk=agent.pk).update(invited_at=timezone.now())
    audit("agent.link_sent", by=request.user, on=f"agent:{agent.pk}", after={"email": agent.email})
    _tell(request, agent)
    return redirect("team:people")


@may(Permission.PEOPLE)
@require_POST
def revoke(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Take an invitation back that nobody has followed."""
    agent = get_object_or_404(Agent, pk=agent_id)
    try:
        revoke_invitation(agent, by=request.user)
        messages.success(request, _("The invitation of %s is taken back.") % agent.name)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("team:people")


@may(Permission.PEOPLE)
@require_POST
def change(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Change the role, let somebody go, or take them back."""
    agent = get_object_or_404(Agent, pk=agent_id)
    try:
        change_agent(
            agent,
            role=request.POST.get("role", agent.role_id),
            is_active=request.POST.get("is_active", "1") == "1",
            by=request.user,
        )
        messages.success(request, _("%s is changed.") % agent.name)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("team:people")


@may(Permission.PEOPLE)
@require_POST
def add_team(request: HttpRequest) -> HttpResponse:
    """A new team."""
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _page(request, invitation=InvitationForm(by=request.user), new_team=form, status=422)
    save_team(form.save(commit=False), members=form.cleaned_data["members"], by=request.user)
    return redirect("team:people")


@may(Permission.PEOPLE)
@require_POST
def change_team(request: HttpRequest, team_id: int) -> HttpResponse:
    """Rename a team, or change who is in it."""
    team = get_object_or_404(Team, pk=team_id)
    form = TeamForm(request.POST, instance=team)
    if form.is_valid():
        save_team(form.save(commit=False), members=form.cleaned_data["members"], by=request.user)
        messages.success(request, _("%s is changed.") % team.name)
    else:
        messages.error(request, " ".join(each for several in form.errors.values() for each in several))
    return redirect("team:people")


def _page(request: HttpRequest, *, status: int = 200, **forms: object) -> HttpResponse:
    found = Agent.objects.select_related("role").prefetch_related("teams").order_by("-is_active", "name", "pk")
    agents = [
        (agent, _standing(agent), request.user.may(Permission.PEOPLE) and agent.role.rights <= request.user.rights)
        for agent in found
    ]
    teams = [
        (team, TeamForm(instance=team, auto_id=f"id_{team.pk}_%s"))
        for team in Team.objects.prefetch_related("members").order_by("name")
    ]
    facts = {
        "room": "settings",
        "page": "people",
        "agents": agents,
        "teams": teams,
        "roles": roles_to_give(request.user),
        **forms,
    }
    return render(request, "team/pages/people.html", facts, status=status)


def _standing(agent: Agent) -> str:
    """What stands beside the name: invited until when, or gone."""
    if not agent.is_active:
        return _("has left")
    if agent.has_usable_password() or agent.last_login:
        return ""
    ends = (agent.invited_at or agent.joined_at) + LASTS
    if ends < timezone.now():
        return _("the invitation has run out")
    return _("invited until %s") % Times().on(timezone.localdate(ends))


def _tell(request: HttpRequest, agent: Agent) -> None:
    """Send the link; when mail does not work, hand it to the admin instead."""
    try:
        send_invitation(agent, by=request.user)
        messages.success(request, _("An invitation is on its way to %s.") % agent.email)
    except Exception as error:  # whatever mail providers throw, the colleague must be able to come in
        log.warning("The invitation to agent %s could not be sent: %s", agent.pk, error)
        messages.warning(
            request,
            _("Mail does not work yet. Hand this link to %s yourself: %s") % (agent.name, first_password_link(agent)),
        )
