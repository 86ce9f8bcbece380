"""Addresses of effects and experiments."""

from django.urls import path

from regulars.experiments.views import effect, experiments, settings

app_name = "experiments"
urlpatterns = [
    path("effect", effect.page, name="effect"),
    path("experiments/new", experiments.edit, name="new"),
    path("experiments/<int:experiment_id>", experiments.one, name="experiment"),
    path("experiments/<int:experiment_id>/edit", experiments.edit, name="edit"),
    path("experiments/<int:experiment_id>/begin", experiments.begin, name="begin"),
    path("experiments/<int:experiment_id>/end", experiments.end, name="end"),
    path("settings/holdout", settings.holdout, name="holdout"),
]
