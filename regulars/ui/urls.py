"""Addresses of the design system."""

from django.urls import path

from regulars.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/site/<slug:accent>/<str:digest>.css", views.serve_site_stylesheet, name="site_stylesheet"),
    path("ui/<str:digest>.css", views.serve_stylesheet, name="stylesheet"),
    path("ui/parts", views.parts, name="parts"),
]
