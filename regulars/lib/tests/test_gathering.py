import pytest

from regulars.lib.gathering import gathered, write


@pytest.fixture
def calls():
    return []


@pytest.fixture
def by(calls):
    return lambda rows: calls.append(list(rows))


def test_what_is_written_alone_is_written_at_once(calls, by):
    write([1], by=by)
    assert calls == [[1]]


def test_what_is_gathered_is_written_at_the_end_in_one_call(calls, by):
    with gathered():
        write([1, 2], by=by)
        write([3], by=by)
        assert calls == []
    assert calls == [[1, 2, 3]]


def test_nothing_of_a_block_that_failed_is_written(calls, by):
    with pytest.raises(ValueError, match="broken"), gathered():
        write([1], by=by)
        raise ValueError("broken")
    write([2], by=by)
    assert calls == [[2]]


def test_a_block_inside_another_writes_its_own(calls, by):
    with gathered():
        write([1], by=by)
        with gathered():
            write([2], by=by)
        assert calls == [[2]]
    assert calls == [[2], [1]]
