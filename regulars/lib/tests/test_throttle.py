from django.test import RequestFactory

from regulars.lib.throttle import REMEMBERED, Throttle, asked_from, place_of


def test_a_burst_passes_and_then_the_pace_holds() -> None:
    now = [100.0]
    throttle = Throttle(per_second=2, burst=3, clock=lambda: now[0])
    assert [throttle.wait("ada") for _ in range(5)] == [0, 0, 0, 0.5, 0.5]
    assert throttle.wait("ben") == 0
    now[0] += 0.5
    assert [throttle.wait("ada") for _ in range(2)] == [0, 0.5]
    now[0] += 1000
    assert [throttle.wait("ada") for _ in range(4)] == [0, 0, 0, 0.5]


def test_only_so_many_askers_are_remembered() -> None:
    throttle = Throttle(per_second=1, burst=1)
    for asker in range(REMEMBERED + 50):
        throttle.wait(asker)
    assert len(throttle._left) == REMEMBERED


def test_a_house_full_of_ipv6_addresses_is_one_asker() -> None:
    assert place_of("2001:db8::7") == place_of("2001:db8::ffff:1:2") == "2001:db8::/64" != place_of("2001:db8:0:1::7")
    assert [place_of(each) for each in ("203.0.113.7", "::ffff:203.0.113.7", "")] == ["203.0.113.7", "203.0.113.7", ""]
    assert asked_from(RequestFactory().get("/", REMOTE_ADDR="2001:db8::9")) == "2001:db8::/64"
