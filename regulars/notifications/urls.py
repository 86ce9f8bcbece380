"""Addresses of notifications: the bell, its page, and how one wants to be told."""

from django.urls import path

from regulars.notifications.views import bell, devices, wishes

app_name = "notifications"
urlpatterns = [
    path("notifications", bell.everything, name="everything"),
    path("notifications/bell", bell.bell, name="bell"),
    path("notifications/menu", bell.menu, name="menu"),
    path("notifications/seen", bell.seen, name="seen"),
    path("notifications/devices", devices.devices, name="devices"),
    path("notifications/devices/worker.js", devices.worker, name="worker"),
    path("settings/notifications", wishes.wishes, name="wishes"),
]
