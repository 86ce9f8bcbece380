"""Addresses of segments."""

from django.urls import path

from regulars.segments.views import members, segments

app_name = "segments"
ONE = "segments/<int:segment_id>"
urlpatterns = [
    path("segments", segments.segments, name="segments"),
    path("segments/new", segments.edit, name="new"),
    path("segments/preview", segments.preview, name="preview"),
    path(ONE, members.segment, name="segment"),
    path(f"{ONE}/edit", segments.edit, name="edit"),
    path(f"{ONE}/remove", segments.remove, name="remove"),
    path(f"{ONE}/export", members.export, name="export"),
    path(f"{ONE}/customers", members.put, name="put"),
    path(f"{ONE}/customers/<int:customer_id>/remove", members.take_off, name="take_off"),
    path("customers/<int:customer_id>/segments", members.of_customer, name="of_customer"),
]
