"""What can be asked."""

from django.urls import include, path
from django.views.generic import RedirectView

from regulars.config.metrics import metrics

handler500 = "regulars.ui.views.broken"
urlpatterns = [
    path("", RedirectView.as_view(url="/inbox")),
    path("", include("regulars.ui.urls")),
    path("", include("regulars.team.urls")),
    path("", include("regulars.customers.urls")),
    path("", include("regulars.conversations.urls")),
    path("", include("regulars.knowledge.urls")),
    path("", include("regulars.knowledge.views.site.urls")),
    path("", include("regulars.channels.email.urls")),
    path("", include("regulars.channels.chat.urls")),
    path("", include("regulars.routing.urls")),
    path("", include("regulars.notifications.urls")),
    path("", include("regulars.answers.urls")),
    path("", include("regulars.automation.urls")),
    path("", include("regulars.bulk.urls")),
    path("", include("regulars.portal.urls")),
    path("", include("regulars.portal.desk_urls")),
    path("", include("regulars.live.urls")),
    path("accounts/email/", RedirectView.as_view(url="/settings")),  # whose address it is, the house says
    path("accounts/", include("allauth.urls")),
    path("metrics", metrics),
    path("api/", include("regulars.api.urls")),
]
