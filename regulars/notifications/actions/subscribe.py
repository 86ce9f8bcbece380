import base64
import binascii

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.notifications.models import Device
from regulars.notifications.pushing import is_public
from regulars.team.models import Agent

MOST = 20  # devices of one agent; the oldest makes room


@transaction.atomic
def subscribe(agent: Agent, *, endpoint: str, p256dh: str, auth: str, name: str = "") -> Device:
    """Let a browser take pushes for this agent; one that another agent used before is this one's now.

    Raises ValidationError: "endpoint", "p256dh" (a point on P-256, URL-safe base64), "auth" (16 bytes of it).
    """
    if len(endpoint) > 1000 or not is_public(endpoint):
        raise refusal("endpoint", _("That is not the address of a push service."))
    if not _is_point(p256dh):
        raise refusal("p256dh", _("That is no public key of a browser."))
    if len(_bytes(auth)) != 16:
        raise refusal("auth", _("That is no secret of a browser."))
    facts = {"agent": agent, "p256dh": p256dh, "auth": auth, "name": name[:200]}
    device = Device.objects.update_or_create(endpoint=endpoint, defaults=facts)[0]
    extra = agent.devices.order_by("-created_at", "-pk").values_list("pk", flat=True)[MOST:]
    Device.objects.filter(pk__in=list(extra)).delete()
    return device


def _is_point(text: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(text))
    except ValueError:
        return False
    return True


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
