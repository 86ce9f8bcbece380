from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.knowledge.actions.keep_file import picture_kind
from regulars.lib import blobs
from regulars.lib.refusal import refusal
from regulars.rewards.models import Reward
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

LARGEST = 2 * 1024 * 1024  # bytes


@transaction.atomic
def save_picture(reward: Reward, *, content: bytes | None, by: Agent | None) -> Reward:
    """Show a picture of a reward; None: none. Raises ValidationError("picture")."""
    kind = picture_kind(content) if content is not None else ""
    if content is not None and not kind:
        raise refusal("picture", _("Choose a picture: PNG, JPEG, GIF, WebP or AVIF."))
    if content is not None and len(content) > LARGEST:
        raise refusal("picture", _("A picture has at most 2 MB."), "too_large")
    kept, digest = (
        Reward.objects.select_for_update(no_key=True).get(pk=reward.pk),
        blobs.keep(content) if content else "",
    )
    if kept.picture != digest:
        before, kept.picture, kept.picture_type = kept.picture, digest, kind
        kept.save(update_fields=["picture", "picture_type"])
        audit(
            "reward.picture_changed",
            by=by,
            on=f"reward:{kept.pk}",
            before={"picture": before},
            after={"picture": digest},
        )
        transaction.on_commit(lambda: blobs.forget_unless_held([before]))
    return kept
