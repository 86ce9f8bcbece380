"""What can be asked."""

from django.urls import include, path
from django.views.generic import RedirectView

from regulars.config.metrics import metrics

handler500 = "regulars.ui.views.broken"
urlpatterns = [
    # Looked through from above, at each request: what is asked most stands first.
    path("api/", include("regulars.api.urls")),
    path("", RedirectView.as_view(url="/inbox")),
    path("", include("regulars.conversations.urls")),
    path("", include("regulars.live.urls")),
    path("", include("regulars.ui.urls")),
    path("", include("regulars.team.urls")),
    path("", include("regulars.customers.urls")),
    path("", include("regulars.knowledge.urls")),
    path("", include("regulars.assistant.site_urls")),
    path("", include("regulars.knowledge.views.site.urls")),
    path("", include("regulars.loyalty.urls")),
    path("", include("regulars.commerce.urls")),
    path("", include("regulars.referrals.urls")),
    path("", include("regulars.surprises.urls")),
    path("", include("regulars.segments.urls")),
    path("", include("regulars.predictions.urls")),
    path("", include("regulars.experiments.urls")),
    path("", include("regulars.behaviour.urls")),
    path("", include("regulars.rewards.urls")),
    path("", include("regulars.channels.email.urls")),
    path("", include("regulars.channels.chat.urls")),
    path("", include("regulars.channels.visits.urls")),
    path("", include("regulars.channels.store.urls")),
    path("", include("regulars.outreach.urls")),
    path("", include("regulars.routing.urls")),
    path("", include("regulars.notifications.urls")),
    path("", include("regulars.surveys.urls")),
    path("", include("regulars.surveys.site_urls")),
    path("", include("regulars.answers.urls")),
    path("", include("regulars.automation.urls")),
    path("", include("regulars.assistant.urls")),
    path("", include("regulars.reports.urls")),
    path("", include("regulars.bulk.urls")),
    path("", include("regulars.portal.urls")),
    path("", include("regulars.portal.desk_urls")),
    path("accounts/email/", RedirectView.as_view(url="/settings")),  # whose address it is, the house says
    path("accounts/", include("allauth.urls")),
    path("metrics", metrics),
]
