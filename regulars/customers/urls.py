"""Addresses of customers and companies."""

from django.urls import path

from regulars.customers.views import companies, customer, directory, editing, events, fields, merging, notes

app_name = "customers"
ONE = "customers/<int:customer_id>"
urlpatterns = [
    path("customers", directory.directory, name="directory"),
    path("customers/export", directory.export, name="export"),
    path(ONE, customer.customer, name="customer"),
    path(f"{ONE}/name", editing.rename),
    path(f"{ONE}/facts", editing.facts),
    path(f"{ONE}/fields", editing.fields, name="fields_of"),
    path(f"{ONE}/company", editing.company),
    path(f"{ONE}/consent", editing.consent),
    path(f"{ONE}/notes", editing.add_note),
    path(f"{ONE}/notes/<int:note_id>", notes.change),
    path(f"{ONE}/notes/<int:note_id>/pin", notes.pin),
    path(f"{ONE}/notes/<int:note_id>/delete", notes.delete),
    path(f"{ONE}/identities", editing.add_way),
    path(f"{ONE}/identities/<int:identity_id>/remove", editing.remove_way),
    path(f"{ONE}/identities/<int:identity_id>/first", editing.first_way),
    path(f"{ONE}/merge", merging.bring_together),
    path(f"{ONE}/unmerge", merging.take_apart),
    path(f"{ONE}/not-the-same", merging.not_the_same),
    path(f"{ONE}/events", customer.events),
    path("companies", companies.all_companies, name="companies"),
    path("companies/add", companies.add, name="add_company"),
    path("companies/<int:company_id>", companies.company, name="company"),
    path("companies/<int:company_id>/change", companies.change),
    path("companies/<int:company_id>/fields", companies.fields, name="fields_of_company"),
    path("companies/<int:company_id>/merge", companies.bring_together),
    path("companies/<int:company_id>/unmerge", companies.take_apart),
    path("settings/fields", fields.fields, name="fields"),
    path("settings/fields/new", fields.one_field, name="new_field"),
    path("settings/fields/<int:field_id>", fields.one_field, name="field"),
    path("settings/fields/<int:field_id>/turn", fields.turn, name="turn_field"),
    path("settings/fields/<int:field_id>/move", fields.place, name="move_field"),
    path("settings/events", events.events, name="events"),
    path("settings/reactions/<int:pk>/retry", events.retry),
]
