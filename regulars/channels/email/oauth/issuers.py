"""The providers that we know, and where mail is at each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from regulars.channels.email.models import Grant

Nothing: Mapping[str, str] = MappingProxyType({})


class Issuer(NamedTuple):
    """Where to ask, and for what. `{tenant}` is the customer's own directory."""

    authorize_url: str
    token_url: str
    mail_scopes: tuple[str, ...]  # without these the mailbox stays closed
    more_scopes: tuple[str, ...] = ()
    asks: Mapping[str, str] = Nothing  # said along with the question for leave
    imap_host: str = ""
    smtp_host: str = ""
    console: str = ""  # where our client ID comes from


ISSUERS = {
    Grant.Issuer.MICROSOFT: Issuer(
        authorize_url="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        token_url="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        mail_scopes=("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"),
        more_scopes=("offline_access", "openid", "profile", "email"),
        asks=MappingProxyType({"prompt": "select_account"}),  # else whoever is signed in there is taken unasked
        imap_host="outlook.office365.com",
        smtp_host="smtp.office365.com",
        console="https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
    ),
    Grant.Issuer.GOOGLE: Issuer(
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        token_url="https://oauth2.googleapis.com/token",
        mail_scopes=("https://mail.google.com/",),
        more_scopes=("openid", "email"),
        asks=MappingProxyType({"access_type": "offline", "prompt": "consent"}),  # else there is no refresh token
        imap_host="imap.gmail.com",
        smtp_host="smtp.gmail.com",
        console="https://console.cloud.google.com/apis/credentials",
    ),
}


def issuer_of(grant: Grant) -> Issuer:
    """The provider of a grant, with the grant's own addresses filled in."""
    known = ISSUERS.get(grant.issuer)
    if known is None:
        return Issuer(grant.authorize_url, grant.token_url, (), tuple(grant.scopes.split()))
    tenant = grant.tenant or "common"
    return known._replace(
        authorize_url=known.authorize_url.format(tenant=tenant), token_url=known.token_url.format(tenant=tenant)
    )
