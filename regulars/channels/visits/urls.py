"""Addresses of visits: for pages of others, and at the desk."""

from django.urls import path

from regulars.channels.visits.views import asking, greetings, here

app_name = "visits"
urlpatterns = [
    path("chat/<slug:key>/visit", asking.visit, name="visit"),
    path("chat/<slug:key>/told", asking.told, name="told"),
    path("visitors", here.visitors, name="visitors"),
    path("visitors/<int:visit_id>", here.one, name="one"),
    path("visitors/<int:visit_id>/write", here.write, name="write"),
    path("visitors/of/<int:number>", here.beside, name="beside"),
    path("settings/greetings", greetings.greetings, name="greetings"),
    path("settings/greetings/new", greetings.one, name="new_greeting"),
    path("settings/greetings/<int:greeting_id>", greetings.one, name="greeting"),
    path("settings/greetings/<int:greeting_id>/remove", greetings.remove, name="remove_greeting"),
    path("settings/greetings/following/<int:widget_id>", greetings.following, name="following"),
]
