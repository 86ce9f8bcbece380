"""Small matters that were soon settled."""

from seeds.coffee.house import BEANS, grace, lea, noor, priya, tomas
from seeds.coffee.people import ada, ben, dmitri, gus, jonas, leila, marco, nils, sven, yara
from seeds.telling import story

STORIES = (
    story(
        "Voucher code does not work",
        ben.writes(
            "39d 19:20",
            "The code from Ada’s link (MOREAU5) says “not valid for this basket”. It’s my second order, is that why?",
        ),
        noor.takes("+13h"),
        noor.answers(
            "+4m",
            "Hi Ben,\n\nexactly, it is for the first one. But you asked so nicely that I took the €5 off by hand.",
        ),
        noor.resolves(),
    ),
    story(
        "Do you take part in the food bank collection?",
        leila.writes(
            "41d 10:50",
            "Hello! I volunteer for the food bank in Villeurbanne. Could we put a box in your shop in December?",
        ),
        lea.gives("+2h", to=grace),
        grace.answers(
            "+1h",
            "Dear Leila,\n\nin both shops, and we match every kilo with a bag of beans. Léa will talk to you about the days.",
        ),
        grace.resolves(),
    ),
    story(
        "Out of office: Re: Your order 8702",
        dmitri.writes(
            "37d 08:02",
            "I am out of the office until Monday with little access to e-mail. For urgent matters please ask my colleague.",
            quotes=False,
            headers={"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"},
        ),
        noor.resolves("+1h"),
    ),
    story(
        "Photo of the month",
        yara.writes(
            "24d 20:44", "Do you still print customers’ photos on the calendar? I have one of my cat in your tote bag."
        ),
        priya.takes("+13h"),
        priya.answers("+5m", "Dear Yara,\n\na cat in our tote bag is exactly what March was missing. Send it!"),
        priya.resolves(),
    ),
    story(
        "Newsletter in English?",
        sven.writes("40d 12:01", "I get the newsletter in French only. Is there an English one?"),
        noor.takes("+30m"),
        noor.answers("+2m", "Hi Sven,\n\nthere is, and you get it from now on."),
        noor.resolves(),
    ),
    story(
        "Grinder burrs: how often?",
        nils.writes("33d 21:10", "How often should the burrs of the Thimble be changed? I grind 40 g a day."),
        tomas.gives("+11h", to=tomas, team=BEANS),
        tomas.answers(
            "+4m", "Hi Nils,\n\nevery 500 kg or so. At 40 g a day that is in 34 years. Clean them once a month, though."
        ),
        tomas.resolves(),
    ),
    story(
        "Recycling the bags",
        marco.writes("28d 09:09", "In which bin do the empty bags go? They have a paper feel but a shiny inside."),
        tomas.takes("+1h"),
        tomas.answers(
            "+3m",
            "Ciao Marco,\n\nplastics, with the valve left in. From spring on they will be paper all through, we are testing it.",
        ),
        tomas.resolves(),
    ),
    story(
        "Betriebsausflug nach Lyon",
        jonas.writes(
            "29d 11:45", "Guten Tag, wir sind am 14. mit zwölf Leuten in Lyon. Kann man die Rösterei besichtigen?"
        ),
        tomas.takes("+2h"),
        tomas.answers(
            "+6m", "Guten Tag Jonas,\n\nsehr gern, um elf Uhr, mit Verkostung. Zwölf passen gerade so um die Trommel."
        ),
        jonas.writes("+40m", "Wunderbar, wir freuen uns!"),
        tomas.tags("tour"),
        tomas.resolves("+3m"),
    ),
    story(
        "Student discount",
        gus.writes("14d 16:16", "My daughter moves to Lyon to study. Is there something for students?"),
        priya.takes("+25m"),
        priya.answers(
            "+2m", "Every filter coffee at €2 before ten, Gus, with her card. She will meet half of her faculty here."
        ),
        priya.resolves(),
    ),
    story(
        "A word about the music",
        ada.writes(
            "18d 13:40",
            "Whoever chose the music this morning in rue Mercière: more of that. What was the piano around half past nine?",
        ),
        priya.takes("+35m"),
        priya.answers(
            "+2m",
            "That was me, and Emahoy Tsegué-Maryam Guèbrou. I’ll play it again on Saturday, when you and Moka come.",
        ),
        priya.resolves(),
    ),
)
