"""Addresses of what we know: for whoever writes it. Those for readers stand in `views/site/`."""

from django.urls import URLPattern

app_name = "knowledge"
urlpatterns: list[URLPattern] = []
