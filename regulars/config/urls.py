"""What can be asked."""

from django.urls import include, path

urlpatterns = [
    path("", include("regulars.live.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("api/", include("regulars.api.urls")),
]
