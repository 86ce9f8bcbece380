"""Addresses of what we send of our own accord: for whoever gets it, and for the team."""

from django.urls import path

from regulars.outreach.views import choices, settings

app_name = "outreach"
urlpatterns = [
    path("letters/<str:name>", choices.choices, name="choices"),
    path("settings/outreach", settings.outreach, name="settings"),
    path("settings/outreach/letters", settings.sendings, name="sendings"),
    path("settings/outreach/topics/new", settings.topic, name="new_topic"),
    path("settings/outreach/topics/<slug:topic_word>", settings.topic, name="topic"),
    path("settings/outreach/topics/<slug:topic_word>/remove", settings.remove, name="remove_topic"),
    path("settings/outreach/notices/<int:programme_id>/<slug:notice_word>", settings.notice, name="notice"),
]
