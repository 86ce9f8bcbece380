"""Addresses of loyalty programmes and their members."""

from django.urls import path

from regulars.loyalty.views import members, programmes

app_name = "loyalty"
urlpatterns = [
    path("loyalty", members.all_members, name="members"),
    path("loyalty/members/<int:member_id>", members.one_member, name="member"),
    path("loyalty/members/<int:member_id>/adjust", members.give, name="adjust"),
    path("customers/<int:customer_id>/points", members.of_one_customer, name="of_customer"),
    path("customers/<int:customer_id>/join", members.let_join, name="join"),
    path("settings/loyalty", programmes.programmes, name="programmes"),
    path("settings/loyalty/new", programmes.one_programme, name="new_programme"),
    path("settings/loyalty/<int:programme_id>", programmes.one_programme, name="programme"),
    path("settings/loyalty/<int:programme_id>/numbers", programmes.numbers, name="numbers"),
]
