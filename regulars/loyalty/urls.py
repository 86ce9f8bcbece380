"""Addresses of loyalty programmes and their members."""

from django.urls import path

from regulars.loyalty.views import imports, members, programmes

app_name = "loyalty"
IMPORTS = "settings/loyalty/<int:programme_id>/imports"
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
    path(f"{IMPORTS}/new", imports.new_import, name="new_import"),
    path(f"{IMPORTS}/<int:import_id>", imports.one, name="import"),
    path(f"{IMPORTS}/<int:import_id>/progress", imports.progress, name="import_progress"),
    path(f"{IMPORTS}/<int:import_id>/stop", imports.stop, name="stop_import"),
    path(f"{IMPORTS}/<int:import_id>/refused.csv", imports.refused, name="refused"),
]
