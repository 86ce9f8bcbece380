"""What can be asked at a brand's own address: what customers see, and nothing of the desk."""

from django.urls import include, path

from regulars.assistant.site_urls import OWN

handler500 = "regulars.ui.views.broken"
urlpatterns = [
    path("", include("regulars.ui.urls")),
    path("", include("regulars.portal.urls")),
    path("", include("regulars.rewards.picture_urls")),
    path("", include("regulars.outreach.site_urls")),
    path("", include("regulars.surveys.site_urls")),
    path("", include(OWN)),
    path("", include("regulars.knowledge.views.site.own_urls")),
]
