"""Addresses of customers."""

from django.urls import path

from regulars.customers.views import customer, directory, editing, events

app_name = "customers"
urlpatterns = [
    path("customers", directory.directory, name="directory"),
    path("customers/<int:customer_id>", customer.customer, name="customer"),
    path("customers/<int:customer_id>/name", editing.rename),
    path("customers/<int:customer_id>/facts", editing.facts),
    path("customers/<int:customer_id>/notes", editing.add_note),
    path("customers/<int:customer_id>/identities", editing.add_way),
    path("customers/<int:customer_id>/identities/<int:identity_id>/remove", editing.remove_way),
    path("customers/<int:customer_id>/events", customer.events),
    path("settings/events", events.events, name="events"),
    path("settings/reactions/<int:pk>/retry", events.retry),
]
