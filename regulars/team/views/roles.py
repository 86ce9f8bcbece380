"""What roles there are, and what each may do."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.lib.texts import storable
from regulars.team import queries
from regulars.team.actions.save_role import remove_role, save_role
from regulars.team.guard import may
from regulars.team.models import Role
from regulars.team.permissions import CAN_BE_TICKED, GIVEN_ROLES, Permission

ROOM = {"room": "settings", "page": "roles"}


@may(Permission.ACCESS)
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Each role, how many have it, and what it may do."""
    known = queries.roles()  # writes a given one that is not there
    counted = dict(Role.objects.annotate(count=Count("agents")).values_list("key", "count"))
    rows = [(role, counted[role.pk], _meaning(role)) for role in known]
    return render(request, "team/pages/roles.html", ROOM | {"rows": rows})


@may(Permission.ACCESS)
@require_http_methods(["GET", "POST"])
def one_role(request: HttpRequest, key: str | None = None) -> HttpResponse:
    """A new role, or one that there is. A new one may begin as a copy: `?like=agent`."""
    role = get_object_or_404(Role, pk=key) if key else None
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            kept = save_role(role, **_asked(request), by=request.user)
            messages.success(request, _("“%s” is kept.") % kept.name)
            return redirect("team:roles")
        except ValidationError as error:
            errors = error.message_dict
    return render(
        request,
        "team/pages/role.html",
        ROOM | _filled(request, role) | {"errors": errors},
        status=422 if errors else 200,
    )


@may(Permission.ACCESS)
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a role away that nobody has."""
    try:
        remove_role(get_object_or_404(Role, pk=key), by=request.user)
        messages.success(request, _("The role is gone."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("team:roles")


def _asked(request: HttpRequest) -> dict[str, object]:
    form = request.POST
    return {
        "name": form.get("name", ""),
        "permissions": form.getlist("permissions"),
        "needs_two_factors": "needs_two_factors" in form,
    }


def _filled(request: HttpRequest, role: Role | None) -> dict[str, object]:
    like = role or Role.objects.filter(pk=storable(request.GET.get("like", ""))).first()
    ticked = set(request.POST.getlist("permissions")) if request.method == "POST" else (like.rights if like else set())
    name = request.POST.get("name") or (role.name if role else "")
    needs_two = "needs_two_factors" in request.POST if request.method == "POST" else role and role.needs_two_factors
    offered = [(each, each in ticked, each not in request.user.rights) for each in CAN_BE_TICKED]
    return {"role": role, "name": name, "offered": offered, "needs_two_factors": needs_two}


def _meaning(role: Role) -> str:
    if role.is_given:
        return str(GIVEN_ROLES[role.pk].meaning)
    return ", ".join(str(each.label) for each in CAN_BE_TICKED if each in role.rights) or _(
        "Reads, and changes nothing."
    )
