"""Parcels: late, lost, wrong, and found again."""

from seeds.coffee import papers, pictures
from seeds.coffee.house import BEANS, grace, noor, priya, tomas
from seeds.coffee.people import ada, amara, harriet, leila, marco, nils, olga, patrick, robin, zoe
from seeds.telling import story

STORIES = (
    story(
        "Parcel says delivered, but it is not here",
        robin.writes(
            "11d 18:22",
            """
            Hi there,

            The tracking for order 8790 says “delivered, handed to resident” at 14:05 today. I was at home all
            day and nobody rang. My neighbours have not got it either. What happens now?

            Robin
            """,
        ),
        noor.gives("+1d 08:40", to=noor, team=BEANS),
        noor.tags("late parcel"),
        noor.answers(
            "+12m",
            """
            Hi Robin,

            that is annoying, I’m sorry. I have opened a search with the courier: the driver has to say by tomorrow
            evening where he left it. Is there a back door, a shed or a bin store where he might have put it?
            """,
        ),
        robin.writes(
            "+2h 30m",
            "No shed, and the bin store is locked. There is a hairdresser downstairs, I’ll ask when they open.",
        ),
        robin.writes(
            "+1d 10:15",
            """
            Found it! The hairdresser had it all along, the new apprentice had signed for it and put it behind the
            hoods. Sorry for the fuss, and thank you for being so quick.
            """,
        ),
        noor.answers(
            "+25m", "Wonderful, and no fuss at all. I have told the courier to stop searching. Enjoy the beans!"
        ),
        noor.resolves(),
    ),
    story(
        "Wrong beans in my order",
        olga.writes(
            "16d 12:03",
            """
            Hello,

            I ordered two bags of Night Shift decaf (order 8744) and got one decaf and one Monsoon Dark. I can not
            drink caffeine, so please tell me what to do with the dark one.

            Olga Nowak
            """,
            files=[pictures.two_bags()],
        ),
        tomas.gives("+1h", to=tomas, team=BEANS),
        tomas.tags("wrong item"),
        tomas.notes(
            "+3m", "Both labels are black with white type. Third time this month. We should change one of them."
        ),
        grace.notes("+2h", "Agreed. The decaf gets a green band from the next print on."),
        tomas.answers(
            "+10m",
            """
            Hi Olga,

            my mistake, I packed that one myself. A bag of decaf leaves today by express, free of course. Keep the
            Monsoon Dark for guests you like.
            """,
        ),
        olga.writes("+3d 09:20", "The decaf has arrived, thank you! And my sister says the dark one is delicious."),
        tomas.resolves("+1h"),
    ),
    story(
        "Two orders in one parcel?",
        zoe.writes(
            "9d 09:12",
            "Hi! I placed 8801 and then 8802 ten minutes later. Can you put them in one box and save the planet some cardboard?",
        ),
        noor.takes("+20m"),
        noor.answers(
            "+4m", "Hi Zoë,\n\ndone, and I have refunded the second delivery (€4.90). It leaves this afternoon."
        ),
        zoe.writes("+8m", "You are the best. 🌱", quotes=False),
        noor.resolves("+2m"),
    ),
    story(
        "Gift wrapping and a card",
        leila.writes(
            "21d 16:48",
            """
            Good afternoon,

            I would like to send the copper kettle to my grandmother in Nantes. Do you wrap gifts, and could you put a
            handwritten card in? She does not use the internet, so it should be on paper.

            With kind regards,
            Leila Karimi
            """,
        ),
        priya.takes("+40m"),
        priya.answers(
            "+5m",
            """
            Dear Leila,

            with pleasure. Wrapping costs nothing, and I have good handwriting. Just tell me what the card should say
            when you order, in the field “A word to us”.
            """,
        ),
        leila.writes(
            "+1d 11:30",
            """
            Thank you! I have ordered (8722). The card should say:

            “Pour tes quatre-vingts ans, et pour toutes les tasses que tu m’as faites. Leila”
            """,
        ),
        priya.answers("+2h", "Written, wrapped and on its way. It should be with her on Thursday."),
        priya.tags("gift"),
        leila.writes("+4d 19:05", "She called me in tears of joy. Thank you, Priya."),
        priya.resolves("+14h"),
    ),
    story(
        "Courier left the box in the rain",
        nils.writes(
            "6d 17:35",
            """
            Hi,

            the box with order 8812 stood in the rain for an afternoon. The kettle is fine, but the three bags of
            beans are soaked and the labels came off. Pictures attached.

            Nils
            """,
            files=[pictures.parcel(), pictures.two_bags()],
        ),
        noor.gives("+14h", to=noor, team=BEANS),
        noor.tags("damaged", "claim"),
        noor.answers(
            "+9m",
            """
            Hi Nils,

            thank you for the pictures, they are what the courier wants to see. Three new bags leave today. Please
            throw the wet ones away, they grow mould quickly.
            """,
        ),
        noor.notes("+5m", "Claim K-20981 filed with the courier, €55.80. They answer within ten days."),
        nils.writes("+3d 15:00", "New bags are here and dry as bone. Tusen takk!"),
        noor.resolves("+20m"),
    ),
    story(
        "Customs fees to England",
        harriet.writes(
            "27d 10:41",
            """
            Hello,

            the postman wants £11.20 from me before he hands over order 8688. That was not mentioned at the
            checkout. Is this right?

            Harriet Cole
            """,
        ),
        noor.takes("+50m"),
        noor.answers(
            "+15m",
            """
            Dear Harriet,

            no, that should not happen: we pay duties for England in advance. Something went wrong with the papers.
            Please pay it this once, send me a picture of the receipt, and I refund it the same day.
            """,
        ),
        harriet.writes("+1d 18:12", "Paid, here is the receipt.", files=[papers.receipt("Royal Post", "11.20 GBP")]),
        noor.answers(
            "+15h", "Refunded: €13.05 with your bank’s rate. It takes two to three days. Sorry again, Harriet."
        ),
        noor.resolves(),
        noor.tags("customs"),
    ),
    story(
        "Can I still add a bag?",
        patrick.writes(
            "4d 11:02", "Just ordered (8833). Can I add one bag of Harbour Blend before it ships? Happy to pay by link."
        ),
        noor.takes("+15m"),
        noor.answers(
            "+3m",
            "Hi Patrick,\n\nit was on the packing table already, so I just slipped it in. The link is in a separate mail: €11.40.",
        ),
        patrick.writes("+30m", "Paid. Cheers!", quotes=False),
        noor.resolves("+5m"),
    ),
    story(
        "Order confirmation never came",
        marco.writes(
            "13d 21:14",
            """
            Buonasera, I have paid for an espresso set on your site one hour ago, but I have received no e-mail. Did
            it work?

            Marco Bianchi
            """,
        ),
        noor.takes("+11h"),
        noor.answers(
            "+8m",
            """
            Good morning Marco,

            it did: your order is 8771 and it leaves today. The confirmation came back to us because of a typing
            error in the address you gave (bianchi@posta.exmple). I have corrected it.
            """,
        ),
        marco.writes("+1h", "Ah, my fault. Grazie mille!"),
        noor.resolves("+10m"),
    ),
    story(
        "A missing lid",
        amara.writes(
            "8d 13:27",
            "Bonjour, la bouilloire est superbe mais il n’y avait pas de couvercle dans le carton (commande 8806).",
        ),
        noor.takes("+1h 20m"),
        noor.answers(
            "+5m",
            """
            Bonjour Amara,

            toutes mes excuses. Voulez-vous passer le prendre rue Mercière, ou préférez-vous que je l’envoie ?
            """,
        ),
        amara.writes("+40m", "Je passe demain après le travail, c’est sur mon chemin."),
        noor.gives("+2m", to=priya),
        priya.notes("+1d 18:10", "Handed over, with a madeleine (no nuts, checked)."),
        priya.resolves(),
    ),
    story(
        "Delivery on Saturday possible?",
        ada.writes("31d 15:20", "Hello, I’m only at home on Saturdays at the moment. Can the next parcel come then?"),
        noor.takes("+30m"),
        noor.answers("+4m", "Hi Ada,\n\nyes, I have set Saturday as your day. It costs nothing extra inside Lyon."),
        noor.resolves(),
    ),
)
