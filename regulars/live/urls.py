from django.urls import path

from regulars.live.views.alarms import alarms
from regulars.live.views.health import health

urlpatterns = [path("alarms", alarms, name="alarms"), path("health", health, name="health")]
