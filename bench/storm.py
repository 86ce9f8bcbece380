"""Thousands of letters, many of them twice, all of them delivered to two workers at once, in disorder.

After it exactly the right conversations must be there, with exactly the right messages in each: nothing lost, doubled or mixed up.
"""

from __future__ import annotations

import argparse
import smtplib
import time
from collections import defaultdict
from collections.abc import Sequence
from random import Random
from threading import Thread

from bench import correspondence, house
from bench.correspondence import DOMAIN, TO, Said

CONNECTIONS = 2  # to each worker
ONE_IN = 10  # letters that come by another path as well
DISORDER = 60  # letters among which a server delivers in any order
PATIENCE = 60  # seconds without any progress


def main(options: argparse.Namespace) -> int:
    seed = options.seed if options.seed is not None else int(time.time())
    random = Random(seed)
    with house.opened(size=0, like=options.like) as opened:
        begun = _begin(opened, count=max(1, options.letters // 100))
        said = correspondence.letters(options.letters - options.letters // ONE_IN, random=random, answers_to=begun)
        again = [_by_another_path(each) for each in random.sample(said, options.letters // ONE_IN)]
        contents = [each.content for each in said] + again
        before, began = opened.cpu(), time.perf_counter()
        _deliver(opened, contents, random)
        taken, spent = time.perf_counter() - began, opened.cpu() - before
        broken = _broken([*correspondence.beginnings(len(begun)), *said], copies=len(again))
    print(
        f"{len(contents):,} letters, {len(again):,} of them copies, each delivered to both of two workers. Seed {seed}.\n"
        f"{len(contents) / taken:.0f} a second, {spent / len(contents) * 1000:.1f} ms of CPU for each."
    )
    for sentence in broken[:40]:
        print(f"BROKEN: {sentence}")
    if not broken:
        print(f"Each of the {len({each.thread for each in said}):,} conversations has exactly its letters.")
    return min(len(broken), 1)


def _begin(opened: house.House, *, count: int) -> list[correspondence.Answered]:
    """Conversations in which we have answered, and our letters' ids."""
    from regulars.channels.email import threads, tokens
    from regulars.channels.email.actions.take_letters import take_letters
    from regulars.channels.email.keeping import Arrival, keep
    from regulars.channels.email.models import Mailbox
    from regulars.conversations.actions.reply import reply
    from regulars.conversations.models import Message

    mailbox, begun = Mailbox.objects.get(), correspondence.beginnings(count)
    keep([Arrival(content=each.content, source="smtp", mailbox_id=mailbox.pk) for each in begun])
    while take_letters():
        pass
    found = []
    for each in begun:
        asked = Message.objects.get(text__startswith=f"{each.mark}\n")
        said = reply(asked.conversation, by=opened.facts["agent"], text="Gladly.")
        ours = tokens.message_id_for(said.conversation_id, said.pk, domain=mailbox.domain, key=threads.signing_key())
        found.append(correspondence.answered(each, our_id=ours))
    return found


def _by_another_path(letter: Said) -> bytes:
    """The same letter, as another server brings it: other bytes, nothing else."""
    return b"Received: from relay.example by mx.example; Sat, 1 Aug 2026 10:00:00 +0000\r\n" + letter.content


def _deliver(opened: house.House, contents: Sequence[bytes], random: Random) -> None:
    """Hand every letter to each worker, and wait until nothing waits any more."""
    ports = opened.ports["worker"], house.free_port()
    opened.start("worker")
    second = house.spawn("worker", folder=opened.folder, REGULARS_SMTP_PORT=str(ports[1]))
    opened.processes["second worker"] = second
    house.wait_for_port(ports[1], second)
    hands = [Thread(target=_hand_over, args=[part, port]) for port in ports for part in _parts(contents, random)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    _wait_until_done()


def _parts(contents: Sequence[bytes], random: Random) -> list[list[bytes]]:
    """In about the order in which they were written, as servers keep it, for each connection."""
    places = {place: place + random.uniform(0, DISORDER) for place in range(len(contents))}
    order = sorted(places, key=places.__getitem__)
    return [[contents[place] for place in order[each::CONNECTIONS]] for each in range(CONNECTIONS)]


def _hand_over(contents: Sequence[bytes], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=120) as server:
        for content in contents:
            server.sendmail(f"relay@{DOMAIN}", [TO], content)


def _wait_until_done() -> None:
    from regulars.channels.email.models import InboundLetter
    from regulars.customers.models import Reaction

    letters, reactions = InboundLetter.objects.filter(state="received"), Reaction.objects.filter(state="waiting")
    least, until = None, time.monotonic() + PATIENCE
    while (left := letters.count() + reactions.count()) and time.monotonic() < until:
        if least is None or left < least:
            least, until = left, time.monotonic() + PATIENCE
        time.sleep(0.2)


def _broken(said: Sequence[Said], *, copies: int) -> list[str]:
    """What is not as it must be, in sentences."""
    from regulars.channels.email.models import InboundLetter
    from regulars.conversations.models import Message
    from regulars.customers.models import Reaction

    rows = Message.objects.filter(kind="in", channel="email").values_list("text", "conversation_id")
    broken = misplaced(
        [(each.mark, each.thread) for each in said], [(text.partition("\n")[0], place) for text, place in rows]
    )
    ledger = {"done": InboundLetter.objects.filter(state="done").count(), "all": InboundLetter.objects.count()}
    expected = len(said) + copies
    if set(ledger.values()) != {expected}:
        broken.append(f"{expected} letters came, the ledger has {ledger['all']}, {ledger['done']} of them done")
    if (twins := InboundLetter.objects.filter(reason="twin").count()) != copies:
        broken.append(f"{copies} letters came by two paths, {twins} were known by that")
    if waiting := Reaction.objects.exclude(state="done").count():
        broken.append(f"{waiting} reactions are not done")
    return broken


def misplaced(said: Sequence[tuple[str, str]], found: Sequence[tuple[str, int]]) -> list[str]:
    """Letters that are not there exactly once, threads that are not one conversation, conversations of several threads."""
    thread_of = dict(said)
    places: dict[str, list[int]] = defaultdict(list)
    threads: dict[int, set[str]] = defaultdict(set)
    for mark, place in found:
        places[mark].append(place)
        threads[place].add(thread_of.get(mark, f"“{mark}”, which nobody wrote"))
    broken = [f"{mark} is there {len(places[mark])} times" for mark, _ in said if len(places[mark]) != 1]
    homes: dict[str, set[int]] = defaultdict(set)
    for mark, thread in said:
        homes[thread] |= set(places[mark])
    broken += [f"{thread} is in {len(where)} conversations" for thread, where in homes.items() if len(where) > 1]
    broken += [f"conversation {place} holds {sorted(mixed)}" for place, mixed in threads.items() if len(mixed) > 1]
    return broken
