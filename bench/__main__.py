"""`bench/run`: what an operation costs, beside what it must cost at least."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module

from bench import house, table

BENCHES = {
    "letters": "letters in by SMTP, until every reaction to them is done",
    "mail": "a letter step by step: read, kept, taken into its conversation, and what follows from it",
    "inbox": "the list of conversations, as a page and by the API",
    "conversation": "a conversation of ten messages, as a page and by the API",
    "search": "a word in half of all messages, in 1 % of the conversations, and in 0.02 %",
    "knowledge": "search and quoted answers: how good, on questions of our own, and how quick at 10,000 articles",
    "answers": "the assistant without a model: how good by its own evaluation, and how quick at 10,000 articles",
    "create": "a conversation opened by the API",
    "record": "an event on the timeline, inside an open transaction",
    "reactions": "what follows from an event",
    "rules": "10,000 events in a minute, with fifty rules switched on",
    "customer": "the page of a customer with 5,000 events, its timeline narrowed, and what it brings in after",
    "reports": "dashboards, and how fast their numbers follow",
    "live": "from the commit to the open page, with 1, 100 and 1000 of them",
    "chat": "2,000 open chats and 500 visitors who talk: delivery, memory, and fifty kills of web and worker",
    "desk": "fifty agents at work at once, while letters come in",
    "memory": "everything that bin/run starts, at rest, and how long it takes to start",
}
BY_HAND = {
    "chaos": "kill -9 of web, worker and PostgreSQL while letters come and go",
    "customers": "the list of a shop that moves here, brought in and brought in once more (--members 100000)",
    "loyalty": "earns and redeems beside the same statements by pgbench, reading, a night (--members 1000000)",
    "ledger": "random verbs by processes that are killed: whether all books balance (--operations 1000000 --kills 300 --crashes 12)",
    "routing": "a day of 6,000 conversations for 40 people: by the queues, and by a plain shared list",
    "segments": "all customers asked anew, and what is behind after a change (--members 1000000), beside plain SQL",
    "storm": "letters in disorder, some of them twice, to two workers at once (--letters 20000)",
    "track": "events in: written down, taken by the worker, beside a plain INSERT (--members 20000)",
}


def main() -> int:
    options = _options()
    if len(options.names) == 1 and options.names[0] in BY_HAND:
        return import_module(f"bench.{options.names[0]}").main(options)
    measures = []
    with house.opened(size=options.size) as opened:
        for measure in _measures(options, opened):
            measures.append(measure)
            if options.json:
                print(measure.line(), flush=True)
    if not options.json:
        print(table.of(measures))
    return 0


def _measures(options: argparse.Namespace, opened: house.House) -> Iterator[table.Measure]:
    for name in options.names:
        print(f"{name}: {BENCHES[name]} …", file=sys.stderr)
        yield from import_module(f"bench.{name}").measures(opened)
    if options.peers:
        yield from import_module("bench.peers.helpdesk").measures(opened)


def _options() -> argparse.Namespace:
    every = "\n".join(f"  {name:<14}{words}" for name, words in (BENCHES | BY_HAND).items())
    parser = argparse.ArgumentParser(
        prog="bench/run",
        description="Measures Regulars on a database of its own, which is dropped after.",
        epilog=f"names:\n{every}\n\nWithout a name: all but those that are run by hand.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHES, *BY_HAND, []], help="what to measure")
    parser.add_argument("--size", type=int, default=10_000, metavar="N", help="conversations (%(default)s)")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each measure")
    parser.add_argument("--peers", action="store_true", help="django-helpdesk, too, on the same conversations")
    parser.add_argument("--rounds", type=int, default=100, metavar="N", help="chaos: how often something is killed")
    parser.add_argument(
        "--letters", type=int, default=500, metavar="N", help="chaos, storm: letters that come in (%(default)s)"
    )
    parser.add_argument(
        "--members",
        type=int,
        default=20_000,
        metavar="N",
        help="customers, loyalty, segments, track: people (%(default)s)",
    )
    parser.add_argument("--operations", type=int, default=20_000, metavar="N", help="ledger: verbs that are asked")
    parser.add_argument("--kills", type=int, default=20, metavar="N", help="ledger: how often a process is killed")
    parser.add_argument(
        "--crashes", type=int, default=0, metavar="N", help="ledger: how often PostgreSQL is killed (%(default)s)"
    )
    parser.add_argument("--replies", type=int, default=200, metavar="N", help="chaos: answers that go out")
    parser.add_argument(
        "--seed", type=int, default=None, metavar="N", help="chaos, ledger, routing, storm: the same accidents again"
    )
    parser.add_argument("--like", metavar="FOLDER", help="chaos, ledger, storm: begin with a copy of this data folder")
    options = parser.parse_args()
    options.names = options.names or list(BENCHES)
    return options


if __name__ == "__main__":
    sys.exit(main())
