"""Addresses at the desk: what the team decides about the portal."""

from django.urls import path

from regulars.portal.views import erasing, forms

app_name = "portal_desk"
urlpatterns = [
    path("customers/<int:customer_id>/erase", erasing.erase, name="erase"),
    path("settings/forms", forms.forms, name="forms"),
    path("settings/forms/new", forms.one, name="new_form"),
    path("settings/forms/<int:form_id>", forms.one, name="form"),
    path("settings/forms/<int:form_id>/remove", forms.remove, name="remove_form"),
]
