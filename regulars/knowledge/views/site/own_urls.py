"""Addresses on a brand's own host."""

from django.urls import path
from django.views.generic import RedirectView

from regulars.knowledge.views.site import feeds, home
from regulars.knowledge.views.site.urls import FILES, within

urlpatterns = [
    path("", home.choose_language),
    path("help", RedirectView.as_view(url="/")),
    path("robots.txt", feeds.robots),
    *FILES,
    *within(""),
]
