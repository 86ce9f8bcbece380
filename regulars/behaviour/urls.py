"""Addresses for what people do, and of the pages about it."""

from django.urls import path

from regulars.behaviour.views import intake, script, settings

app_name = "behaviour"
HERE = "settings/tracking"
urlpatterns = [
    path("v1/<slug:what>", intake.take, name="take"),
    path("track.js", script.track, name="script"),
    path("customers/<int:customer_id>/behaviour", settings.of_customer, name="of_customer"),
    path(HERE, settings.tracking, name="tracking"),
    path(f"{HERE}/sources/new", settings.source, name="new_source"),
    path(f"{HERE}/sources/<int:source_id>", settings.source, name="source"),
    path(f"{HERE}/sources/<int:source_id>/clear", settings.clear, name="clear"),
    path(f"{HERE}/deeds/<int:deed_id>", settings.note, name="note"),
    path(f"{HERE}/figures/new", settings.figure, name="new_figure"),
    path(f"{HERE}/figures/<int:figure_id>", settings.figure, name="figure"),
    path(f"{HERE}/figures/<int:figure_id>/remove", settings.forget_figure, name="forget_figure"),
]
