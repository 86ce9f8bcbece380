"""What went badly, and what was done about it."""

from seeds.coffee import papers
from seeds.coffee.house import BEANS, grace, noor, tomas
from seeds.coffee.people import anna, farah, harriet, margaret, patrick, robin
from seeds.telling import story

STORIES = (
    story(
        "Third time. I am done.",
        margaret.writes(
            "4d 20:31",
            """
            To whom it may concern,

            This is the THIRD parcel in a row that is wrong. In September the bags were ground although I ordered
            beans. In October one was missing. Today there are two bags of something called Monsoon Dark in the box,
            which I have never ordered in my life, and a friendly little card saying “enjoy”.

            I have been with you since you had one shop and no website. I do not want another apology. I want to know
            what you are going to do about it, or I shall buy my coffee at the supermarket like everybody else.

            Margaret Doyle
            """,
        ),
        noor.ranks("urgent", when="+12h"),
        noor.tags("wrong item", "complaint"),
        noor.gives("+1m", to=grace, team=BEANS),
        noor.notes(
            "+15m",
            """
            All three were packed at table 2 from the old label printer: it prints the order before the one on the
            screen when somebody cancels in between. It explains Olga’s decaf last week too. I have taken the printer
            off the table.
            """,
        ),
        grace.notes("+40m", "Well found. I ring her at eleven."),
        tomas.notes("+1h", "Express parcel with her two bags is with the courier. I weighed and tasted both myself."),
        grace.answers(
            "+1h 10m",
            """
            Dear Margaret,

            thank you for speaking with me just now. As promised, in writing:

            - the right bags are on their way and reach you tomorrow before noon
            - September and October are refunded, €58.20, today
            - the printer that caused all three mistakes has left the building; from Monday every parcel is checked by
            a second person before it is closed

            You were our fourth customer ever. I would hate to lose you to a supermarket.

            Grace
            """,
        ),
        margaret.writes(
            "+1d 13:15",
            """
            Dear Grace,

            The parcel came at ten to twelve. It was right. The card this time was rather better, too.

            I shall not be going to the supermarket.

            M. Doyle
            """,
            sender="mdoyle@post.example",
        ),
        grace.answers("+2h", "Thank you, Margaret. That means a great deal to all of us."),
        grace.ranks("normal"),
        grace.resolves(),
    ),
    story(
        "Your answer about the refund",
        patrick.writes(
            "3d 16:40",
            "Hi, I sent the mug back last week (8819). When can I expect the refund? Please write to my work address, pat@oldoffice.example.",
        ),
        noor.takes("+40m"),
        noor.answers(
            "+10m",
            "Hi Patrick,\n\nthe mug came back yesterday and €16.00 are on their way to your card. Three working days.",
            refused="550 5.1.1 <pat@oldoffice.example>: Recipient address rejected: User unknown",
        ),
        noor.notes(
            "+2h",
            "Bounced: he seems to have left that office. Trying the address of his account tomorrow, unless he writes first.",
        ),
    ),
    story(
        "Allergic reaction?",
        anna.writes(
            "7d 21:20",
            """
            Hello, I had the almond croissant at place Carnot today and my lips are itching. It is not bad and I have
            taken a tablet, but could you tell me whether there are hazelnuts in it? I can eat almonds.
            """,
        ),
        noor.ranks("urgent", when="+12m"),
        noor.tags("allergy"),
        noor.gives("+1m", to=grace),
        grace.answers(
            "+9m",
            """
            Dear Anna,

            yes: the filling holds hazelnut too, about a tenth. It is on the list at the till, but it ought to be on
            the sign. If it gets worse, please call 15 at once. How are you now?
            """,
        ),
        anna.writes(
            "+18m", "Already better, thank you for answering so late. Please do change the sign.", quotes=False
        ),
        grace.notes("+11h", "New signs in both shops since this morning, all allergens, readable from the queue."),
        grace.answers("+2m", "Good morning Anna, the new signs stand since eight. I am glad that you are well."),
        grace.resolves(),
    ),
    story(
        "Bag was open",
        farah.writes(
            "34d 09:28",
            "The bag in 8655 was open and half of it was in the box. I made coffee from the box. It was good.",
        ),
        noor.takes("+20m"),
        noor.tags("damaged"),
        noor.answers(
            "+5m",
            "Dear Farah,\n\nI am sorry, and I am laughing. A new bag leaves today. Please do not drink the cardboard.",
        ),
        noor.resolves(),
    ),
    story(
        "Returning the hand grinder",
        robin.writes(
            "25d 13:37",
            """
            Hi, the Thimble is beautiful but too small for the two of us. It is unused apart from one dose. Can I send
            it back?
            """,
        ),
        noor.gives("+50m", to=noor, team=BEANS),
        noor.answers(
            "+6m",
            "Hi Robin,\n\nof course, within 30 days. The label is attached, any post office takes it.",
            files=[
                papers.letter(
                    "Return label 8699.pdf",
                    ["RETURN", "Kettle & Crumb, 14 rue Mercière", "69002 Lyon, France", "Order 8699"],
                )
            ],
        ),
        robin.writes("+4d 11:11", "Sent today."),
        noor.notes("+3d 10:00", "Arrived, like new. €89.00 refunded."),
        noor.answers("+2m", "It is back and the €89.00 are on their way to you. Thank you for packing it so well!"),
        noor.tags("return"),
        noor.resolves(),
    ),
    story(
        "Tarnished kettle after one week",
        harriet.writes("40d 17:17", "My copper kettle has brown spots after one week. Is it faulty, or am I?"),
        tomas.takes("+16h"),
        tomas.answers(
            "+5m",
            "Dear Harriet,\n\nneither. Copper does that, some call it character. Lemon, salt and a soft cloth bring it back.",
        ),
        harriet.writes("+3h", "Then I shall let it have character."),
        tomas.resolves("+30m"),
    ),
)
