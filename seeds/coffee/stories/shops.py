"""The two shops: cakes, keys, cups left behind."""

from seeds.coffee import pictures
from seeds.coffee.house import SHOPS, grace, lea, priya
from seeds.coffee.people import agathe, amara, anna, elif_yildiz, oscar, rosa, tom
from seeds.telling import story

STORIES = (
    story(
        "Lost umbrella, place Carnot",
        anna.writes(
            "12d 19:40",
            """
            Hello,

            I think I left my umbrella at your shop at place Carnot this afternoon, the table by the window. It is
            green with a wooden duck’s head as a handle. My grandfather made the duck.

            Anna
            """,
        ),
        priya.gives("+14h", to=lea, team=SHOPS),
        lea.answers(
            "+20m", "Dear Anna,\n\nthe duck is safe. It spent the night beside the grinder. We are open until seven."
        ),
        anna.writes("+6m", "You have saved my family’s honour. I’ll come at five!", quotes=False),
        lea.notes("+9h", "Collected. She bought cake for the whole tram."),
        lea.resolves(),
    ),
    story(
        "Which cakes are free of nuts?",
        amara.writes(
            "19d 08:21",
            """
            Bonjour, j’amène dimanche une amie très allergique aux noix. Lesquels de vos gâteaux n’en contiennent pas, et
            est-ce que la vitrine est vraiment séparée ?
            """,
        ),
        priya.gives("+45m", to=priya, team=SHOPS),
        priya.ranks("high"),
        priya.answers(
            "+10m",
            """
            Bonjour Amara,

            sans noix : le crumb cake, la madeleine et le pain au levain. Mais tout sort du même four, et je ne peux pas
            exclure des traces. Pour une allergie sévère, je vous conseille de prendre le levain emballé, il vient d’un
            atelier sans fruits à coque.
            """,
        ),
        amara.writes("+2h", "Merci pour votre franchise. Nous prendrons le levain."),
        priya.tags("allergy"),
        priya.resolves("+30m"),
    ),
    story(
        "A table for twelve",
        agathe.writes(
            "14d 11:11",
            """
            Bonjour,

            notre club de lecture cherche un endroit pour le jeudi soir, douze personnes, de 18 h 30 à 20 h. Peut-on
            réserver la grande table rue Mercière ?

            Agathe Petit
            """,
        ),
        priya.gives("+1h", to=priya, team=SHOPS),
        priya.notes(
            "+3m",
            "We close at 18:00. Grace, would you let me keep the key that evening? They would be twelve, every month.",
        ),
        grace.notes("+3h", "Yes, gladly. You get the hours paid of course."),
        priya.answers(
            "+15m",
            """
            Bonjour Agathe,

            nous fermons à 18 h, mais pour un club de lecture je reste volontiers. La grande table est à vous, le
            premier jeudi de chaque mois. Il y aura du café filtre et ce qui reste de gâteaux.
            """,
        ),
        agathe.writes("+1d 09:02", "Quelle générosité ! Nous commençons avec Colette, évidemment."),
        priya.tags("event"),
        priya.resolves("+1h"),
    ),
    story(
        "Loyalty card through the wash",
        elif_yildiz.writes(
            "33d 17:30",
            "My stamp card went through the washing machine with nine stamps on it. Is there hope?",
            files=[pictures.stamp_card()],
        ),
        priya.gives("+15h", to=priya, team=SHOPS),
        priya.answers(
            "+4m", "Hi Elif,\n\nI can still count nine, and I remember most of them. The next cortado is on us."
        ),
        elif_yildiz.writes("+1h", "This is why I cross the river for coffee."),
        priya.resolves("+10m"),
    ),
    story(
        "Opening hours at Christmas",
        rosa.writes(
            "5d 12:15", "Hola, ¿abren el 26 de diciembre en place Carnot? Llego ese día a las nueve de la mañana."
        ),
        lea.gives("+1h", to=lea, team=SHOPS),
        lea.answers(
            "+6m", "Hola Rosa:\n\nel 26 abrimos a las diez. Si llega antes, llame a la puerta: estaré horneando."
        ),
        rosa.writes("+20m", "¡Qué amable! Hasta entonces."),
        lea.resolves("+5m"),
    ),
    story(
        "wifi password??",
        oscar.writes("38d 10:05", "whats the wifi in the shop with the blue door"),
        lea.gives("+25m", to=lea, team=SHOPS),
        lea.answers(
            "+2m", "Hello! At place Carnot we have none, on purpose. In rue Mercière it is on the back of the menu."
        ),
        oscar.writes("+1m", "respect", quotes=False),
        lea.resolves("+2m"),
    ),
    story(
        "Dogs welcome?",
        tom.writes("23d 18:18", "May we bring a very calm Bernese mountain dog to rue Mercière on a Sunday morning?"),
        priya.gives("+15h", to=priya, team=SHOPS),
        priya.answers("+3m", "Very calm Bernese are our favourite furniture. There is a bowl by the door."),
        priya.resolves(),
    ),
)
