"""Addresses of what we send of our own accord: for whoever gets it."""

from django.urls import path

from regulars.outreach.views import choices

app_name = "outreach"
urlpatterns = [
    path("letters/<str:name>", choices.choices, name="choices"),
]
