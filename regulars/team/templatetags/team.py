"""Template tags of the team's pages."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from regulars.team.settings_menu import settings_menu

register = Library()


@register.inclusion_tag("team/pages/_settings_menu.html", takes_context=True)
def the_settings(context: Context) -> dict[str, Any]:
    """What stands beside a page of the settings, and above it on a phone."""
    groups = settings_menu(context["user"], page=context.get("page", ""))
    current = next((each.words for _, entries in groups for each in entries if each.is_current), "")
    return {"groups": groups, "current": current}
