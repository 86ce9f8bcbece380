"""Addresses at a brand's own: for whoever gets a letter, and nothing of the desk."""

from django.urls import path

from regulars.outreach.views import choices

app_name = "outreach"
urlpatterns = [path("letters/<str:name>", choices.choices, name="choices")]
