import pytest

from regulars.lib.proxied import as_proxy_saw


@pytest.mark.parametrize(
    ("named", "client"),
    [
        ([], "10.0.0.1"),
        (["203.0.113.7"], "203.0.113.7"),
        (["1.2.3.4, 203.0.113.7"], "203.0.113.7"),  # the client wrote the first, the proxy the last
        (["1.2.3.4", "203.0.113.7"], "203.0.113.7"),
        (["203.0.113.7:4711"], "203.0.113.7"),
        (["1.2.3.4, 2001:db8::7"], "2001:db8::7"),
        (["[2001:db8::7]:4711"], "2001:db8::7"),
        (["unknown"], "10.0.0.1"),
        (["203.0.113.7, "], "10.0.0.1"),
    ],
)
def test_nobody_but_the_proxy_says_where_a_request_comes_from(named, client):
    headers = [(b"x-forwarded-for", each.encode()) for each in named]
    assert as_proxy_saw({"client": ("10.0.0.1", 9), "headers": headers})["client"][0] == client
