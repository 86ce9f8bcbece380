"""Where a help centre's search asks. These stand before the help centre's own addresses, which take whatever else there is."""

from django.urls import path

from regulars.assistant.views import asking
from regulars.knowledge.views.site import urls  # noqa: F401 - which says what a language looks like

urlpatterns = [path("help/<str:slug>/<language:language>/search/answer", asking.answer)]
OWN = [path("<language:language>/search/answer", asking.answer)]  # on a brand's own host
