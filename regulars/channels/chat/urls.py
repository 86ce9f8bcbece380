"""Addresses of the chat: for pages of others, and at the desk."""

from django.urls import path

from regulars.channels.chat.views import asking, demo, scripts, widgets

app_name = "chat"
urlpatterns = [
    path("widget.js", scripts.facade, name="facade"),
    path("widget/<slug:edition>/<str:name>", scripts.part, name="part"),
    path("chat/<slug:key>", asking.about, name="about"),
    path("chat/<slug:key>/visitors", asking.meet, name="meet"),
    path("chat/<slug:key>/messages", asking.write, name="write"),
    path("chat/<slug:key>/files", asking.send_file, name="send_file"),
    path("chat/<slug:key>/files/<str:token>", asking.file, name="file"),
    path("chat/<slug:key>/points", asking.points, name="points"),
    path("chat/<slug:key>/seen", asking.seen, name="seen"),
    path("chat/<slug:key>/typing", asking.typing, name="typing"),
    path("chat/<slug:key>/end", asking.finish, name="end"),
    path("chat/<slug:key>/rating", asking.rating, name="rating"),
    path("chat/<slug:key>/transcript", asking.transcript, name="transcript"),
    path("chat/<slug:key>/address", asking.address, name="address"),
    path("demo/shop", demo.shop, name="shop"),
    path("settings/widgets", widgets.widgets, name="widgets"),
    path("settings/widgets/new", widgets.one, name="new_widget"),
    path("settings/widgets/<int:widget_id>", widgets.one, name="widget"),
    path("settings/widgets/<int:widget_id>/secret", widgets.renew, name="renew_secret"),
]
