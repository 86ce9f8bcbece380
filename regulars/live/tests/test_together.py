"""Many pages ask at once, and the database is asked once."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from regulars.live.together import MOST, Together
from tests.waiting import PATIENCE


def test_what_is_asked_while_one_question_is_out_is_asked_in_the_next():
    asked, may_answer = [], threading.Event()

    def double(keys: Sequence[int]) -> list[int]:
        asked.append(len(keys))
        may_answer.wait(PATIENCE)
        return [2 * key for key in keys]

    async def ask() -> list[int]:
        together = Together(double)
        first = asyncio.create_task(together(0))
        while not asked:
            await asyncio.sleep(0)
        others = [asyncio.create_task(together(number)) for number in range(1, MOST + 11)]
        others.pop().cancel()  # somebody has left
        await asyncio.sleep(0)
        may_answer.set()
        return await asyncio.gather(first, *others)

    assert asyncio.run(ask()) == [2 * number for number in range(MOST + 10)]
    assert asked == [1, MOST, 9]


def test_what_goes_wrong_is_told_to_each_and_the_next_is_asked_again():
    def fail(keys: Sequence[int]) -> list[int]:
        return [1 // key for key in keys]

    async def ask() -> int:
        together = Together(fail)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await together(0)
        return await together(1)

    assert asyncio.run(ask()) == 1
