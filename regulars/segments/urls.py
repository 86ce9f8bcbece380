"""Addresses of segments."""

app_name = "segments"
urlpatterns: list = []
