from datetime import timedelta

from django.utils import timezone

from regulars.channels.email.models import MailRules, ProviderCall

KEPT = timedelta(days=7)


def forget_calls() -> int:
    """Delete calls that were read a week ago, and those never understood after the days for which held letters are kept."""
    now = timezone.now()
    read = ProviderCall.objects.filter(state=ProviderCall.State.DONE, came_at__lt=now - KEPT)
    unread = ProviderCall.objects.filter(
        state=ProviderCall.State.FAILED, came_at__lt=now - timedelta(days=MailRules.current().purge_after)
    )
    return read.delete()[0] + unread.delete()[0]
