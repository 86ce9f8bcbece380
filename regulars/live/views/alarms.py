"""The bar of what is wrong with the house, for pages that are open while that changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


@never_cache
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """The bar alone; whoever sees the machine room does, and nobody else."""
    if "events" not in getattr(request.user, "rights", ()):
        return HttpResponse(status=403)
    return render(request, "ui/pages/_alarms.html")
