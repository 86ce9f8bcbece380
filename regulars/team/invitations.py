"""The link by which a colleague chooses a first password, or a new one."""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.team.models import Agent

LASTS = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def first_password_link(agent: Agent) -> str:
    """Where this agent chooses a password. Works once, for three days, and not after the next sign-in."""
    key = f"{user_pk_to_url_str(agent)}-{default_token_generator.make_token(agent)}"
    uid, _dash, token = key.partition("-")
    return settings.BASE_URL.rstrip("/") + reverse(
        "account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}
    )


def send_invitation(agent: Agent, *, by: Agent) -> None:
    """Write to the new colleague. Raises what the mail server says when it cannot be sent."""
    words = {"agent": agent, "by": by, "link": first_password_link(agent)}
    with (agent if agent.language else by).spoken_to():
        subject, text = _("%s invites you to Regulars") % by.name, render_to_string("team/pages/invitation.txt", words)
    send_mail(subject, text, None, [agent.email])
