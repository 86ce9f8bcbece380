"""Letters in by SMTP, until they stand in the inbox and every reaction to them is done."""

import statistics
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from bench import post
from bench.asking import listening, nothing_happened, percentile
from bench.house import House
from bench.table import Measure
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.keeping import Arrival, keep
from regulars.channels.email.models import InboundLetter, Mailbox
from regulars.customers.models import Reaction

BURST, CONNECTIONS = 600, 4
ALONE = 60
LONGEST = 300  # seconds


def measures(house: House) -> Iterator[Measure]:
    queries = _queries()
    house.start("web", "worker")
    _all_done_after(lambda: post.hand_over(post.letters(20, seed=1), port=house.ports["worker"]))
    letters = post.letters(BURST, seed=2)
    taken: list[float] = []
    before, began = house.cpu(), time.perf_counter()
    _all_done_after(
        lambda: taken.extend(post.hand_over_at_once(letters, port=house.ports["worker"], connections=CONNECTIONS))
    )
    wall, spent = time.perf_counter() - began, house.cpu() - before
    rate = BURST / wall
    yield Measure(
        name="letter", size=house.size, n=BURST, p50_ms=percentile(taken, 50) * 1000, p95_ms=percentile(taken, 95) * 1000,
        cpu_ms=spent / BURST * 1000, queries=queries, floor_ms=_stdlib(letters), per_second=rate,
        promise="≥ 80 a second", is_kept=rate >= 80,
    )  # fmt: skip
    times = [_alone(letter, house) for letter in post.letters(ALONE, seed=3)]
    yield Measure(
        name="one letter, until it is in the inbox", size=house.size, n=ALONE,
        p50_ms=percentile(times, 50) * 1000, p95_ms=percentile(times, 95) * 1000,
    )  # fmt: skip
    house.stop("worker")


def _all_done_after(send: Callable[[], object]) -> None:
    send()
    until = time.monotonic() + LONGEST
    while _waiting():
        if time.monotonic() > until:
            raise SystemExit(f"After {LONGEST} s letters or reactions are still waiting.")
        time.sleep(0.02)


def _waiting() -> bool:
    letters = InboundLetter.objects.filter(state=InboundLetter.State.RECEIVED)
    return letters.exists() or Reaction.objects.filter(state=Reaction.State.WAITING).exists()


def _alone(letter: bytes, house: House) -> float:
    """Seconds from the first byte to a conversation that a page could show."""
    began = time.perf_counter()
    post.hand_over([letter], port=house.ports["worker"])
    name = message_from_bytes(letter)["Message-ID"]
    while not InboundLetter.objects.filter(external_id=name, state=InboundLetter.State.DONE).exists():
        time.sleep(0.002)
    return time.perf_counter() - began


def _queries() -> int:
    """For one letter of somebody new, from the ledger into its conversation."""
    with nothing_happened():
        mailbox = Mailbox.objects.get()
        arrival = Arrival(
            content=post.letters(1, seed=4)[0],
            source=InboundLetter.Source.SMTP,
            mailbox_id=mailbox.pk,
            envelope_from="writer@letters.example",
            envelope_to=mailbox.address,
        )
        with listening() as heard:
            keep([arrival])
            take_letters()
        return len(heard)


def _stdlib(letters: list[bytes]) -> float:
    """Milliseconds that Python's own parser takes for such a letter, all parts decoded."""
    times = []
    for letter in letters:
        began = time.perf_counter()
        read: EmailMessage = message_from_bytes(letter, policy=policy.default)
        for part in read.walk():
            if not part.is_multipart():
                part.get_content()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000
