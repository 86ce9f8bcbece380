"""Cafés, hotels and offices that pour our coffee."""

from seeds.coffee import papers
from seeds.coffee.house import grace, noor, tomas
from seeds.coffee.people import freya, helene, irene, luca, saskia, willem
from seeds.telling import story

ORDER_TABLE = """
<p>Good morning Grace,</p>
<p>our order for the coming four weeks. Please note the extra decaf in week 3, we have the marathon in town.</p>
<table border="1" cellpadding="6" cellspacing="0">
<tr><th align="left">Beans</th><th>Week 1</th><th>Week 2</th><th>Week 3</th><th>Week 4</th></tr>
<tr><td>House, 1 kg</td><td align="right">12</td><td align="right">12</td><td align="right">14</td><td align="right">12</td></tr>
<tr><td>Night Shift decaf, 1 kg</td><td align="right">4</td><td align="right">4</td><td align="right"><b>9</b></td>
<td align="right">4</td></tr>
<tr><td>Guji, 1 kg</td><td align="right">2</td><td align="right">2</td><td align="right">2</td><td align="right">3</td></tr>
</table>
<p>Groet,<br>Willem<br><span style="color:#888;font-size:11px">Café de Brug, Prinsengracht, Amsterdam</span></p>
"""

STORIES = (
    story(
        "Order for the next four weeks",
        willem.writes(
            "20d 07:52",
            """
            Good morning Grace,

            our order for the coming four weeks is in the table. Please note the extra decaf in week 3, we have the
            marathon in town.

            Willem
            """,
            html=ORDER_TABLE,
            files=[
                papers.table(
                    "order-november.csv",
                    "beans,week 1,week 2,week 3,week 4\nhouse,12,12,14,12\ndecaf,4,4,9,4\nguji,2,2,2,3\n",
                )
            ],
        ),
        grace.takes("+25m"),
        grace.tags("wholesale"),
        grace.answers(
            "+10m",
            """
            Good morning Willem,

            all in, nine kilos of decaf in week 3 included. The van is with you on Thursdays before ten, as always.
            Tomas adds a bag of the new Kiamabara for your baristas to try.
            """,
        ),
        grace.notes("+2m", "@Tomas 5 kg more decaf than usual for the 3rd week. Can we roast it on the Tuesday?"),
        tomas.notes("+3h", "Yes. Green is here, it goes in the drum at seven."),
        willem.writes(
            "+9d 16:20",
            """
            Hi Grace, our bookkeeper Saskia is in copy. She needs the October invoice once more, the first one went to
            the old address. Saskia, please take it from here.

            Willem
            """,
            cc=["Saskia Visser <boekhouding@debrug.example>"],
        ),
        grace.answers(
            "+35m",
            "With pleasure. Here it is, dear Saskia.",
            files=[
                papers.invoice(
                    "W-2210", "Café de Brug", [("House, 1 kg", 48, 17.20), ("Night Shift decaf, 1 kg", 16, 18.90)]
                )
            ],
        ),
        saskia.writes(
            "+1d 09:10", "Thank you, booked and paid. Could future ones come to boekhouding@debrug.example directly?"
        ),
        grace.answers("+20m", "They will from now on."),
        willem.writes(
            "+4d 06:58",
            "Nine kilos of decaf arrived, nine kilos are gone. What a weekend. The Kiamabara is a hit, please put 2 kg in each week.",
        ),
        grace.answers("+2h", "Noted, two kilos a week from next Thursday. Congratulations on surviving the marathon!"),
        grace.resolves(),
    ),
    story(
        "Café du petit déjeuner : dégustation",
        helene.writes(
            "26d 14:30",
            """
            Chère Grace,

            nos clients trouvent le café du petit déjeuner trop léger depuis que nous avons changé la machine. Pourriez-vous
            venir avec deux ou trois mélanges un matin, vers dix heures ?

            Hélène Marchand
            Hôtel Bellecour
            """,
        ),
        grace.takes("+1h"),
        grace.answers(
            "+5m",
            """
            Chère Hélène,

            très volontiers. Mardi à dix heures, avec Tomas et trois cafés : le mélange maison un peu plus foncé, le Monsoon
            et un assemblage que nous n’avons encore montré à personne.
            """,
        ),
        helene.writes("+45m", "Mardi dix heures, c’est parfait. Nous serons quatre à goûter."),
        grace.notes(
            "+6d 12:20",
            "They chose the third one, 70/30 with Monsoon. Call it “Bellecour”, 15 kg a week from December. Price list A.",
        ),
        grace.answers(
            "+20m",
            """
            Chère Hélène,

            merci pour ce beau moment. Le « Bellecour » entre au catalogue, et les quinze premiers kilos arrivent le 1er.
            """,
        ),
        grace.tags("wholesale", "tasting"),
        grace.resolves(),
    ),
    story(
        "Machine for our studio, and beans",
        luca.writes(
            "32d 11:25",
            """
            Ciao! We are nine designers and the old machine has died. Do you also sell or rent machines? We drink about
            one kilo a week, and strong opinions about crema are the only religion left here.

            Luca
            """,
        ),
        grace.takes("+2h"),
        grace.answers(
            "+15m",
            "Ciao Luca,\n\nwe don’t sell them, but our friends at Officina Leva in Milano do, and they repair what they sell. Say hello from me.",
        ),
        luca.writes(
            "+8d 10:02",
            "We have a two-group Leva and a new will to live. First order placed, one kilo of Harbour Blend every week. Grazie!",
        ),
        grace.answers("+50m", "Benissimo. I have put you on price list B, it is retroactive for the first kilo."),
        grace.tags("wholesale"),
        grace.resolves(),
    ),
    story(
        "Coffee for an office of thirty",
        freya.writes(
            "2d 09:35",
            """
            Hello,

            our architecture office in Oslo (thirty people, two filter machines) would like a standing order. We drink
            light roasts. Could you suggest two coffees that change with the season, and tell me the price for 8 kg a
            month, delivered?

            Freya Nordahl
            Atelier Nord
            """,
        ),
        grace.takes("+1h"),
        grace.tags("wholesale"),
        grace.notes("+10m", "8 kg × €19.80 + freight to Oslo. @Noor what does the courier want for 8 kg with customs?"),
        noor.notes("+3h", "€31.40 a parcel, duties paid."),
        grace.begins(
            "26h",
            "Dear Freya,\n\nthank you for asking us. For the winter I would suggest the Guji, and the Kiamabara from",
        ),
    ),
    story(
        "Fornitura per un ristorante",
        irene.writes(
            "10d 17:05",
            """
            Buongiorno,

            apriamo a marzo un piccolo ristorante a Bergamo e vorremmo offrire il vostro caffè. Avete un listino per la
            ristorazione? E fate anche formazione per il personale?

            Cordiali saluti,
            Irene Castellano
            """,
        ),
        grace.takes("+16h"),
        grace.answers(
            "+25m",
            """
            Buongiorno Irene,

            che bella notizia. Le allego il listino B. La formazione dura una giornata, con Tomas, qui a Lione oppure da
            voi se ci offrite la cena.
            """,
            files=[
                papers.letter(
                    "Listino B.pdf",
                    [
                        "Kettle & Crumb, listino B",
                        "Harbour Blend, 1 kg   € 17,20",
                        "Monsoon Dark, 1 kg   € 16,40",
                        "Night Shift, 1 kg   € 18,90",
                        "Guji, 1 kg   € 21,50",
                    ],
                )
            ],
        ),
        irene.writes("+2d 12:40", "La cena è il minimo! Ci sentiamo a gennaio per fissare il giorno."),
        grace.tags("wholesale", "training"),
        grace.resolves("+3h"),
    ),
)
