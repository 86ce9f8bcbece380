"""Addresses for what people do, and of the pages about it."""

from django.urls import path

from regulars.behaviour.views import intake

app_name = "behaviour"
urlpatterns = [
    path("v1/<slug:what>", intake.take, name="take"),
]
