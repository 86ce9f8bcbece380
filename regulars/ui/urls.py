"""Addresses of the design system."""

from django.urls import path

from regulars.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/<str:digest>.css", views.serve_stylesheet, name="stylesheet"),
    path("ui/parts", views.parts, name="parts"),
]
