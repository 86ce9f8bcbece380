"""What a crowd of customers and a patient team write: sentences by hand, and the names of coffees for the long tail.

Frequent words are as frequent as in any language, and the names thin out as in Zipf's law, so that searching for a word in
half of all messages, in one of a hundred and in one of many thousands can all be tried. Two words are planted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import NamedTuple

COMMON = "order"
IN_ONE_OF_100 = "siphon"  # stands in exactly so many conversations
IN_ONE_OF_5000 = "ibrik"

BODIES = {"in": 2400, "out": 1600, "note": 500}
NAMES = 3000

ASKED = (
    "My order {number} has not arrived yet.",
    "The tracking page has said the same thing since {day}.",
    "I ordered {count} bags of {name} and only got one.",
    "Could you tell me when the {name} will be roasted again?",
    "I would like to change the address of my order {number} before it leaves.",
    "Is it possible to collect the {item} in rue Mercière on {day}?",
    "The {item} is lovely, but the lid does not close any more.",
    "How fine should I grind the {name} for a {item}?",
    "My bank shows two payments, one of them must be a mistake.",
    "Please send me an invoice with the name of our company on it.",
    "We are away until {day}, can the subscription wait for us?",
    "The {name} tastes different this time, a little like {taste}.",
    "I paid at the till in place Carnot and forgot to show my card.",
    "Do you still have the {item} in stock, or should I wait?",
    "It was meant as a present, so I am getting a little nervous.",
    "The box was open when it came and one bag had a tear.",
    "Could I add another bag of {name} before you close the parcel?",
    "I have read your page about the {item}, but I am still not sure.",
    "My points from {day} are missing.",
    "Thank you for the quick answer last time.",
    "There is no hurry, but I would be glad to hear from you.",
    "I have attached a photo so that you can see what I mean.",
    "The courier says that nobody was at home, which is not true.",
    "Would you rather have it sent back, or may I keep it?",
    "I am looking for something with less acidity than the {name}.",
    "Last month the {name} was wonderful, with a note of {taste}.",
    "Our office drinks about {count} kilos a month.",
    "Can you recommend a decaf for somebody who loves {taste}?",
    "The second cup is always better than the first, why is that?",
    "I have tried it with hotter water, and with colder water too.",
    "If it cannot be here by {day}, I would like my money back.",
    "My neighbour has been waiting for a parcel as well.",
    "The website did not let me pay, although my card is fine.",
    "I could not find the answer in your help pages.",
    "You are the only roastery I know that writes back.",
)
ANSWERED = (
    "Thank you for writing to us.",
    "I am sorry that it went wrong, and I have looked into it at once.",
    "Your order {number} left us on {day} and is with the courier.",
    "I have asked the courier to look for the parcel, and you will hear from me on {day}.",
    "A new bag of {name} leaves today, free of charge of course.",
    "The money is on its way to you, it takes three working days.",
    "Please keep what you have, there is no need to send anything back.",
    "I have changed the address, and the next parcel goes to the new one.",
    "The subscription is paused and starts again by itself on {day}.",
    "For a {item} I would grind the {name} a little coarser and use water of 93 degrees.",
    "We roast the {name} again on {day}, and I have put one aside for you.",
    "The points are on your card now.",
    "You can collect it in rue Mercière from {day} on, just say your name.",
    "The invoice is attached, with the name of your company on it.",
    "The {taste} comes from the drying, and it grows stronger after a week.",
    "Our colleague Tomas has tasted it again and agrees with you.",
    "If it happens once more, please tell me, I would like to find the cause.",
    "It would help me to see a photo of it.",
    "The {item} is back in stock next week.",
    "You are right, that sentence on our page is not clear, and I have changed it.",
    "Let me know whether this works for you.",
    "Have a good week, and enjoy the coffee.",
)
NOTED = (
    "The courier has it, the label was torn.",
    "Checked with the roastery: the {name} of {day} is fine.",
    "Second time this month. Let us look at the packing table.",
    "Refunded by hand, the form did not take it.",
    "Prefers to be called, not to be written to.",
    "I promised an answer by {day}.",
    "Ask Grace before we send another {item}.",
    "There are {count} more of these in the cellar of place Carnot.",
)
ITEMS = ("dripper", "kettle", "grinder", "scale", "moka pot", "cup with a lid", "filter", "cup", "gift box", "tamper")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
TASTES = ("chocolate", "orange", "bergamot", "hazelnut", "plum", "honey", "tobacco", "jasmine", "caramel", "lemon")
FIRST = (
    "ka",
    "ya",
    "gu",
    "si",
    "to",
    "ma",
    "ru",
    "ne",
    "bo",
    "ki",
    "la",
    "we",
    "du",
    "sho",
    "ja",
    "mi",
    "ha",
    "o",
    "chi",
    "ta",
)
MIDDLE = ("ram", "ri", "ban", "lo", "mer", "gwa", "tun", "sa", "jin", "vel", "do", "nas", "que", "fa", "zu")
LAST = ("bara", "ji", "ngo", "ra", "mo", "lita", "zuela", "ndi", "pa", "wa", "no", "tal", "rico", "sha", "gan")


class Body(NamedTuple):
    kind: str  # of the message: in, out, note
    number: int
    text: str


def bodies() -> Iterator[Body]:
    """What messages are made of: the same each time."""
    random = Random(1848)
    names, weights = coffees(random)
    for kind, sentences, most in (("in", ASKED, 8), ("out", ANSWERED, 8), ("note", NOTED, 2)):
        for number in range(BODIES[kind]):
            chosen = random.sample(sentences, random.randint(max(1, most - 4), most))
            facts = {
                "name": random.choices(names, cum_weights=weights)[0],
                "item": random.choice(ITEMS),
                "taste": random.choice(TASTES),
                "day": random.choice(DAYS),
                "count": random.randint(2, 12),
                "number": random.randint(1000, 9999),
            }
            yield Body(kind, number, " ".join(chosen).format(**facts))


def coffees(random: Random) -> tuple[Sequence[str], Sequence[float]]:
    """Names of coffees, and the running sums of how often each is named: the tenth a tenth as often as the first."""
    every = [first + middle + last for first in FIRST for middle in MIDDLE for last in LAST]
    names = [name.capitalize() for name in random.sample(every, NAMES)]
    return names, list(accumulate(1 / rank for rank in range(1, NAMES + 1)))
