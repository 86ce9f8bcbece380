"""Addresses of the settings."""

from django.urls import path

from regulars.team.views import hours, people, profile, roles, sessions, ways_in

app_name = "team"
urlpatterns = [
    path("settings", profile.profile, name="profile"),
    path("settings/theme", profile.theme),
    path("settings/time-zone", profile.time_zone),
    path("settings/team", people.people, name="people"),
    path("settings/team/invite", people.invite_somebody),
    path("settings/team/<int:agent_id>", people.change),
    path("settings/team/<int:agent_id>/invite", people.invite_again),
    path("settings/team/<int:agent_id>/revoke", people.revoke),
    path("settings/team/<int:agent_id>/sessions/end", sessions.end_theirs),
    path("settings/sessions", sessions.sessions, name="sessions"),
    path("settings/sessions/end", sessions.end, name="end_session"),
    path("settings/roles", roles.roles, name="roles"),
    path("settings/roles/new", roles.one_role, name="new_role"),
    path("settings/roles/<str:key>", roles.one_role, name="role"),
    path("settings/roles/<str:key>/remove", roles.remove, name="remove_role"),
    path("settings/sign-in", ways_in.ways_in, name="ways_in"),
    path("settings/sign-in/new", ways_in.one_way_in, name="new_way_in"),
    path("settings/sign-in/<int:way_id>", ways_in.one_way_in, name="way_in"),
    path("settings/sign-in/<int:way_id>/drop", ways_in.drop, name="drop_way_in"),
    path("settings/hours", hours.hours, name="hours"),
    path("settings/hours/new", hours.one_calendar, name="new_calendar"),
    path("settings/hours/preview", hours.preview, name="hours_preview"),
    path("settings/hours/parts", hours.parts, name="country_parts"),
    path("settings/hours/<int:calendar_id>", hours.one_calendar, name="calendar"),
    path("settings/hours/<int:calendar_id>/drop", hours.drop, name="drop_calendar"),
    path("settings/teams", people.add_team),
    path("settings/teams/<int:team_id>", people.change_team),
]
