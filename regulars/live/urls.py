from django.urls import path

from regulars.live.views.health import health

urlpatterns = [path("health", health, name="health")]
