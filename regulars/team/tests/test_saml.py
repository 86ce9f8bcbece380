"""Signing in by SAML, where its libraries are: a directory that signs what it says, and what is forged."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.test import Client

from regulars.team.models import Agent, AuditEntry, WayIn

pytest.importorskip("onelogin.saml2.utils", reason="SAML is an extra: uv pip install python3-saml")
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Saml  # noqa: E402

IDP = "https://directory.example/saml"
METADATA = """<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{idp}"><IDPSSODescriptor
 protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo
 xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{cert}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
 <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{idp}/in"/></IDPSSODescriptor></EntityDescriptor>"""
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="r1" Version="2.0" IssueInstant="{now}" Destination="{acs}" InResponseTo="{asked}"><saml:Issuer>{idp}</saml:Issuer>
 <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="a1" Version="2.0" IssueInstant="{now}">
 <saml:Issuer>{idp}</saml:Issuer><saml:Subject><saml:NameID>{who}</saml:NameID><saml:SubjectConfirmation
 Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{later}" Recipient="{acs}"
 InResponseTo="{asked}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{before}" NotOnOrAfter="{later}">
 <saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
 <saml:AuthnStatement AuthnInstant="{now}" SessionIndex="s1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
 <saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>{who}</saml:AttributeValue></saml:Attribute>
 <saml:Attribute Name="uid"><saml:AttributeValue>{who}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""


def a_key() -> tuple[str, str]:
    """A private key and its certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "directory")]), datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    cert = made.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*form).decode(), cert.public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The directory's key and certificate, and where its metadata is."""
    key, cert = a_key()
    folder: Path = tmp_path_factory.mktemp("saml")
    (folder / "metadata.xml").write_text(METADATA.format(idp=IDP, cert="".join(cert.splitlines()[1:-1])))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield key, cert, f"http://127.0.0.1:{server.server_port}/metadata.xml"
    server.shutdown()
    server.server_close()


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "desk.example"})


@pytest.fixture
def acme(grace: Agent, keys: tuple[str, str, str]) -> WayIn:
    return WayIn.objects.create(
        kept_by=grace, kind=WayIn.Kind.SAML, key="acme", name="Acme", address=keys[2], entity_id=IDP
    )


def comes_back(client: Client, who: str, *, key: str, cert: str) -> str:
    """There, and back with what the directory says of somebody; where it ends."""
    there = client.get("/accounts/saml/acme/login/").url
    asked = zlib.decompress(base64.b64decode(parse_qs(urlsplit(there).query)["SAMLRequest"][0]), -15)
    now = datetime.now(UTC)
    said = {name: (now + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ") for name, minutes in (("now", 0), ("later", 5), ("before", -5))}  # fmt: skip
    base = "http://desk.example/accounts/saml/acme"
    words = {**said, "idp": IDP, "acs": f"{base}/acs/", "audience": f"{base}/metadata/", "asked": ElementTree.fromstring(asked).get("ID"), "who": who}  # fmt: skip
    assertion = Saml.add_sign(ASSERTION.format(**words), key, cert)
    assertion = (assertion.decode() if isinstance(assertion, bytes) else assertion).partition("?>")[2] or assertion
    response = RESPONSE.format(**words, assertion=assertion if isinstance(assertion, str) else assertion.decode())
    form = {"SAMLResponse": base64.b64encode(response.encode()).decode()}
    answer = client.post("/accounts/saml/acme/acs/", form, follow=False)
    answer = client.get(answer.url)
    return answer.url if answer.status_code == 302 else ""


def test_somebody_who_works_here_comes_in_by_saml(acme, noor, client, keys):
    assert client.get("/accounts/saml/acme/metadata/").status_code == 200
    assert comes_back(client, noor.email, key=keys[0], cert=keys[1]) == "/inbox"
    assert client.get("/settings").status_code == 200
    assert AuditEntry.objects.latest("pk").after["with"] == ["socialaccount"]


def test_what_is_signed_by_somebody_else_opens_nothing(acme, noor, client):
    key, cert = a_key()
    assert comes_back(client, noor.email, key=key, cert=cert) == ""
    assert client.get("/settings").status_code == 302


def test_strangers_are_led_back(acme, noor, client, keys):
    assert comes_back(client, "stranger@coffee.example", key=keys[0], cert=keys[1]) == "/accounts/login/"
