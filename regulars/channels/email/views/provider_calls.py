"""The door for mail providers: what they send is written down, and only then they hear that we have it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from regulars.channels.email.actions.keep_call import keep_call
from regulars.channels.email.models import Provider
from regulars.channels.email.providers.callers import Stranger, prove
from regulars.lib.texts import storable
from regulars.lib.throttle import Throttle, asked_from

calling = Throttle(per_second=20, burst=400)  # by whoever calls one provider's address: bursts wait, and come again


@csrf_exempt
@require_http_methods(["POST", "GET", "HEAD"])
def call(request: HttpRequest, provider_id: int, way: str) -> HttpResponse:
    """Letters, or what became of ours. Providers look by GET or HEAD whether somebody is there."""
    if request.method != "POST":
        return HttpResponse()
    if wait := calling.wait((provider_id, asked_from(request))):
        return HttpResponse(status=429, headers={"Retry-After": str(int(wait) + 1)})
    provider = get_object_or_404(Provider.objects.select_related("mailbox"), pk=provider_id, is_active=True)
    body = request.body
    try:
        prove(request, provider=provider, way=way)
    except Stranger as stranger:
        return _refused(provider, stranger)
    keep_call(provider, way=way, headers=request.headers, body=body)
    return HttpResponse()


def _refused(provider: Provider, stranger: Stranger) -> HttpResponse:
    Provider.objects.filter(pk=provider.pk).update(refused_at=timezone.now(), error=storable(str(stranger))[:500])
    if stranger.is_asked:
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="Regulars"'})
    return HttpResponse("Who you are could not be proven.", status=403, content_type="text/plain")
