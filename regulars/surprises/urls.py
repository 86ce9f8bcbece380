"""Addresses of surprises and achievements: their settings."""

from django.urls import path

from regulars.surprises.views import achievements, surprises

app_name = "surprises"
urlpatterns = [
    path("settings/surprises", surprises.surprises, name="surprises"),
    path("settings/surprises/new", surprises.one_surprise, name="new_surprise"),
    path("settings/surprises/<int:surprise_id>", surprises.one_surprise, name="surprise"),
    path("settings/surprises/<int:surprise_id>/draws", surprises.draws, name="draws"),
    path("settings/achievements", achievements.achievements, name="achievements"),
    path("settings/achievements/new", achievements.one_achievement, name="new_achievement"),
    path("settings/achievements/<int:achievement_id>", achievements.one_achievement, name="achievement"),
]
