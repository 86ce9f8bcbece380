"""Addresses of the settings."""

from django.urls import path

from regulars.team.views import hours, people, profile

app_name = "team"
urlpatterns = [
    path("settings", profile.profile, name="profile"),
    path("settings/theme", profile.theme),
    path("settings/time-zone", profile.time_zone),
    path("settings/team", people.people, name="people"),
    path("settings/team/invite", people.invite_somebody),
    path("settings/team/<int:agent_id>", people.change),
    path("settings/team/<int:agent_id>/invite", people.invite_again),
    path("settings/hours", hours.hours, name="hours"),
    path("settings/hours/new", hours.one_calendar, name="new_calendar"),
    path("settings/hours/preview", hours.preview, name="hours_preview"),
    path("settings/hours/parts", hours.parts, name="country_parts"),
    path("settings/hours/<int:calendar_id>", hours.one_calendar, name="calendar"),
    path("settings/hours/<int:calendar_id>/drop", hours.drop, name="drop_calendar"),
    path("settings/teams", people.add_team),
    path("settings/teams/<int:team_id>", people.change_team),
]
