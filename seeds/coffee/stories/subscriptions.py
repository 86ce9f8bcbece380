"""Beans that come by themselves, and how to make them stop."""

from seeds.coffee.house import BEANS, grace, noor, tomas
from seeds.coffee.people import camille, felix, harriet, ines, lotte, olga
from seeds.telling import story

STORIES = (
    story(
        "Skip one delivery",
        camille.writes(
            "35d 09:48", "Bonjour, j’ai encore deux sachets pleins. Peut-on sauter la livraison de ce mois ?"
        ),
        noor.takes("+30m"),
        noor.answers("+3m", "Bonjour Camille,\n\nc’est fait : la prochaine part le mois prochain. Bonne dégustation !"),
        noor.tags("subscription"),
        noor.resolves(),
    ),
    story(
        "Change from espresso to filter roast",
        ines.writes(
            "28d 13:10",
            "Hello, we sold the espresso machine and bought a V60. Can the subscription change to filter roast from the next box on?",
        ),
        noor.gives("+45m", to=tomas, team=BEANS),
        tomas.answers(
            "+20m",
            """
            Hi Inês,

            welcome to the slow side. I have changed it to filter, and the next box starts with the Guji. Whole beans
            still?
            """,
        ),
        ines.writes("+30m", "Whole beans, yes. The machine went to my brother-in-law, we are not heartless."),
        tomas.tags("subscription"),
        tomas.resolves("+3m"),
    ),
    story(
        "Kündigung meines Abos",
        felix.writes(
            "17d 21:50",
            """
            Guten Abend,

            hiermit kündige ich mein Abo „Bohnen alle zwei Wochen“ zum nächstmöglichen Zeitpunkt. Ich ziehe für ein
            Jahr nach Neuseeland. Bitte bestätigen Sie mir die Kündigung schriftlich.

            Mit freundlichen Grüßen
            Felix Baumann
            """,
        ),
        noor.gives("+11h", to=noor, team=BEANS),
        noor.answers(
            "+15m",
            """
            Guten Tag Felix,

            Ihr Abo ist ab heute beendet, es wird nichts mehr abgebucht. Ihre Punkte bleiben zwölf Monate stehen. Gute
            Reise, und grüßen Sie die Kiwis!
            """,
        ),
        felix.writes("+40m", "Vielen Dank, so unkompliziert hätte ich es gern überall."),
        noor.tags("subscription", "cancelled"),
        noor.resolves("+10m"),
    ),
    story(
        "Card expired, what happens to my subscription?",
        harriet.writes(
            "7d 08:30",
            "My bank card runs out this month. Do I have to subscribe again, or is there a page for the new one?",
        ),
        noor.takes("+1h 10m"),
        noor.answers(
            "+4m",
            "Dear Harriet,\n\nthere is: Your card → Payment. We also try the old one three times before anything stops, so no hurry.",
        ),
        harriet.writes("+2h", "Found it and done. Thank you, Noor."),
        noor.resolves("+5m"),
    ),
    story(
        "Too much coffee (a luxury problem)",
        lotte.writes(
            "3d 10:20", "My tins are full and my freezer too. Could the bag come every six weeks instead of four?"
        ),
        noor.takes("+55m"),
        noor.answers("+5m", "Hi Lotte,\n\nevery six weeks it is, starting with the box in December."),
        noor.tags("subscription"),
        noor.resolves(),
    ),
    story(
        "Price of the subscription went up?",
        olga.writes(
            "24d 15:55",
            """
            Hello, in October I paid €21.00 and now €22.40 for the same two bags. I did not see an announcement. Is
            that an error?
            """,
        ),
        noor.takes("+30m"),
        noor.notes(
            "+5m", "She is right: the letter of 1 October went to new subscribers only. How many others did not get it?"
        ),
        grace.notes(
            "+1h",
            "Forty-one. My fault. Refund the difference to all of them for two months, I write the letter tonight.",
        ),
        noor.answers(
            "+10m",
            """
            Hello Olga,

            it is not an error, but our letter about it never reached you, and that is on us. Green coffee has become
            dearer. We refund the difference for October and November, and you may of course change your mind.
            """,
        ),
        olga.writes("+3h", "That is very fair. I stay."),
        noor.tags("subscription", "price"),
        noor.resolves("+15m"),
    ),
)
