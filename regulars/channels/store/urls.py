"""Addresses of tills and places."""

from django.urls import path

from regulars.channels.store.views import places, till

app_name = "store"
urlpatterns = [
    path("till", till.places, name="tills"),
    path("till/<int:place_id>", till.till, name="till"),
    path("till/<int:place_id>/find", till.find, name="find"),
    path("till/<int:place_id>/members/<str:number>", till.member, name="member"),
    path("till/<int:place_id>/join", till.join, name="join"),
    path("till/<int:place_id>/today", till.day, name="today"),
    path("till/<int:place_id>/slips", till.slips, name="slips"),
    path("till/<int:place_id>/slips/<int:slip_id>/undo", till.undo, name="undo"),
    path("settings/places", places.places, name="places"),
    path("settings/places/new", places.place, name="new_place"),
    path("settings/places/<int:place_id>", places.place, name="place"),
]
