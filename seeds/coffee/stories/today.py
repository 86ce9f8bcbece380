"""What is on the counter now: the newest letters, most of them waiting for an answer."""

from seeds.coffee import papers, pictures
from seeds.coffee.house import BEANS, SHOPS, grace, noor, priya, tomas
from seeds.coffee.people import ada, ben, chiara, dmitri, elif_yildiz, farah, gus, hana, ines, jonas, mei, theo, tom
from seeds.telling import story

STORIES = (
    story(
        "Where is my order?",
        ada.writes(
            "19h 40m",
            """
            Hi,

            order 8841 was due on Tuesday and it still isn’t here. The tracking page has said “left the depot” since
            Monday morning. The kettle is a birthday present for Saturday, so I’m getting a little nervous. Could you
            find out where it is?

            Ada
            """,
            files=[pictures.tracking_page()],
        ),
        noor.gives("+3m", to=noor, team=BEANS),
        noor.tags("late parcel", "order 8841"),
        noor.answers(
            "+14m",
            """
            Hi Ada,

            I’m sorry about the silence. I’ve asked the courier to look for the parcel tonight. You’ll hear from me
            tomorrow before noon, with an answer or with a new kettle on its way.
            """,
        ),
        tomas.notes(
            "1h 31m",
            """
            @Noor the Lyon depot found it. The label was torn; it has a new one and leaves on the 16:00 van, so Friday
            before 13:00. If it misses the van, rue Mercière has two of these kettles.
            """,
        ),
        ada.writes(
            "17m",
            """
            Hello, me again. Any news about the kettle?

            If it can’t be here by Friday I’d rather pick one up in the shop.
            """,
        ),
        noor.begins("9m", "Hello Ada, yes: the depot found it this morning, and it goes out on today’s van."),
    ),
    story(
        "Refund please",
        ben.writes(
            "14m",
            """
            Hi Kettle & Crumb,

            The grinder (order 8836) arrived with a cracked hopper, photos attached. The box looked fine from the
            outside. I’d like my money back rather than another one, I bought a different grinder in the meantime.

            Ben
            """,
            files=[pictures.cracked_hopper(), pictures.parcel()],
        ),
    ),
    story(
        "Forty gift boxes for a wedding",
        chiara.writes(
            "3h 10m",
            """
            Ciao,

            we are getting married on the 20th of next month and would love forty small gift boxes for our guests:
            100 g of the Guji and two almond biscuits each. Is that possible, and what would it cost?

            Chiara & Davide
            """,
        ),
        grace.takes("+20m"),
        grace.tags("wedding", "gift boxes"),
        grace.answers(
            "+6m",
            """
            Dear Chiara, dear Davide,

            what lovely news. Yes, we can make forty boxes, and the Guji will be freshly roasted that week. It comes to
            €7.40 a box, €296.00 for all of them, delivery to Torino included. I would need your yes by the end of
            this week.
            """,
        ),
        chiara.writes(
            "26m",
            """
            That is perfect, yes please! Could the labels carry two names and a date? I have made a small sketch.
            """,
            files=[pictures.label_sketch()],
        ),
    ),
    story(
        "Which filter fits the 02 dripper?",
        dmitri.writes(
            "2h 5m", "Which of your papers do I need for the ceramic 02 dripper? There are three on the page."
        ),
        tomas.takes("+50m"),
        tomas.answers("41m", "Hi Dmitri,\n\nthe tabbed ones, size 02. The white pack, the brown one tastes of paper."),
    ),
    story(
        "My points from Saturday are missing",
        elif_yildiz.writes(
            "1h 12m",
            """
            Hello, I paid at the till in rue Mercière on Saturday around eleven and forgot to show my card. Two
            cortados and a bag of house beans, €23.90, I still have the receipt. Can the points be added later?
            """,
        ),
        priya.gives("+9m", team=SHOPS),
    ),
    story(
        "Charged twice for one bag",
        farah.writes(
            "4h 12m",
            """
            My bank shows two payments of €18.60 on Monday, but I ordered one bag (8829). Please check and give me one
            of them back.

            Farah Aziz
            """,
        ),
        noor.takes("+35m"),
        noor.ranks("high"),
        noor.notes(
            "+4m",
            """
            Stripe shows one captured payment and one that was only authorised. The second falls off by itself, but
            her bank may show it for a week. Grace, do we refund anyway?
            """,
        ),
        farah.writes("55m", "Any news? It is nearly the end of the month and I do need that money.", quotes=False),
    ),
    story(
        "Do you roast decaf on Thursdays?",
        gus.writes("3h 2m", "Do you roast decaf on Thursdays? I’d come by at five and take two kilos warm."),
        tomas.takes("+1h"),
        tomas.answers("+5m", "Every second Thursday, Gus, and this week is one of them. I’ll put two kilos aside."),
        gus.writes("1h 4m", "Great. And is it the Swiss water one?", quotes=False),
    ),
    story(
        "Change the address of order 8852",
        hana.writes(
            "2h 20m",
            """
            Hello, this is Hana. I moved last week and the new order goes to the old flat. Please send it to

            Hana Sato
            5 quai Gailleton
            69002 Lyon

            Thank you very much
            佐藤 花
            """,
        ),
        noor.gives("+30m", team=BEANS),
        noor.tags("change of address"),
    ),
    story(
        "Subscription: pause for August",
        ines.writes(
            "3h 15m",
            """
            Good morning,

            we are away from the second until the thirtieth. Could you pause the two bags for those four weeks and
            start again after?

            Obrigada,
            Inês
            """,
        ),
    ),
    story(
        "Invoice with our VAT number",
        jonas.writes(
            "3h 40m",
            """
            Guten Tag,

            our bookkeeper needs the invoice for order 8816 made out to Brandt & Söhne GmbH with the VAT number
            DE 123 456 789. I attach the one we have got.

            Mit freundlichen Grüßen
            Jonas Brandt
            """,
            files=[papers.invoice("8816", "Jonas Brandt", [("House beans, 1 kg", 4, 22.50), ("Papers 02", 2, 4.90)])],
        ),
        grace.reads("+45m"),
    ),
    story(
        "Job as a barista?",
        mei.writes(
            "5h 25m",
            """
            Dear Kettle & Crumb team,

            I moved to Lyon in September and have three years behind an espresso machine, two of them on a La
            Marzocco Linea. Are you looking for somebody, perhaps for the weekends in rue Mercière? I attach my CV and
            would be glad to come by for a trial shift.

            Kind regards,
            Mei Chen
            """,
            files=[
                papers.letter(
                    "CV Mei Chen.pdf",
                    [
                        "Mei Chen, barista",
                        "2023 to 2025  Coal Street Coffee, Bristol",
                        "2022 to 2023  The Larder, Bath",
                        "Languages: English, Mandarin, French (B1)",
                    ],
                )
            ],
        ),
        priya.gives("+2h", to=grace),
        priya.notes("+1m", "We do need someone for Saturdays. She was in yesterday and was lovely with the queue."),
    ),
    story(
        "Un mot pour vous remercier",
        theo.writes(
            "6h 30m",
            """
            Bonjour,

            juste un petit mot : le café de la semaine dernière (le Kiamabara) est le meilleur que j’ai bu de ma vie.
            Merci à celui ou celle qui le torréfie !

            Théo
            """,
        ),
    ),
    story(
        "Is the roastery tour wheelchair friendly?",
        tom.writes(
            "8h 10m",
            """
            Hello,

            my father uses a wheelchair and would love to see the roaster at work. Is the Saturday tour possible for
            him? We would be four, in two weeks’ time.

            Tom Whitfield
            """,
        ),
        tomas.begins(
            "2h",
            """
            Hi Tom,

            yes: the roastery is on the ground floor, with a ramp at the
            """,
        ),
    ),
)
