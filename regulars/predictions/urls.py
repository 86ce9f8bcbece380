"""Addresses of predictions."""

from django.urls import path

from regulars.predictions import views

app_name = "predictions"
urlpatterns = [
    path("predictions", views.predictions, name="predictions"),
    path("predictions/ask", views.ask, name="ask"),
    path("customers/<int:customer_id>/predictions", views.of_one_customer, name="of_customer"),
    path("settings/predictions", views.assumptions, name="assumptions"),
]
