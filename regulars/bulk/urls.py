"""Addresses of doing things in many conversations at once."""

from django.urls import path

from regulars.bulk import views

app_name = "bulk"
urlpatterns = [
    path("bulk", views.begin, name="begin"),
    path("bulk/count", views.count),
    path("bulk/commands", views.commands),
    path("bulk/menu/<str:kind>", views.one_menu, name="menu"),
    path("bulk/<int:run_id>", views.run, name="run"),
    path("bulk/<int:run_id>/progress", views.progress, name="progress"),
    path("bulk/<int:run_id>/undo", views.take_back, name="undo"),
    path("bulk/<int:run_id>/stop", views.halt, name="stop"),
]
