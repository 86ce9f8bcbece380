from regulars.lib.throttle import REMEMBERED, Throttle


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
