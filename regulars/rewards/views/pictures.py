"""Pictures of rewards, for members and agents alike."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from regulars.lib import blobs
from regulars.rewards.models import Reward

A_YEAR = 365 * 24 * 3600  # seconds


@require_GET
def picture(request: HttpRequest, reward_id: int, digest: str) -> HttpResponse:
    """Of a reward as it is now: `digest` is in the address so that browsers keep it."""
    reward = get_object_or_404(Reward.objects.exclude(picture=""), pk=reward_id)
    try:
        response = FileResponse(blobs.fetch(reward.picture), content_type=reward.picture_type)
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = (
        f"public, max-age={A_YEAR}, immutable" if reward.picture.startswith(digest) else "no-cache"
    )
    return response
