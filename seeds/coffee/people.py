"""The customers of Kettle & Crumb. Who has no `since` meets the house by the letter they write."""

from seeds.coffee.house import grace, lea, noor, priya, tomas
from seeds.telling import Person

COMPANIES = {
    "Hôtel Bellecour": "bellecour.example",
    "Café de Brug": "debrug.example",
    "Moretti Studio": "moretti-studio.example",
    "Brandt & Söhne": "brandt-soehne.example",
    "Atelier Nord": "atelier-nord.example",
}

ada = Person(
    "Ada Moreau",
    "ada.moreau@post.example",
    "en",
    "Europe/Paris",
    since=980,
    emails=["ada@moreau.example"],
    phones=["+33 6 39 98 12 07"],
    external_ids=["shop-10231"],
    attributes={"tier": "gold", "City": "Lyon", "Orders": 14, "Spent": "€1,240", "The usual": "Flat white, oat"},
    notes=[(priya, "Comes in on Saturdays with a grey whippet called Moka. Oat milk, always."),
           (noor, "Speaks French and English; writes English to us.")],
)  # fmt: skip
ben = Person(
    "Ben Okafor",
    "ben.okafor@post.example",
    "en",
    "Europe/London",
    since=215,
    external_ids=["shop-10877"],
    attributes={"City": "Leeds", "Orders": 3, "Spent": "€131"},
)
chiara = Person(
    "Chiara Conti",
    "chiara.conti@posta.example",
    "it",
    "Europe/Rome",
    since=402,
    phones=["+39 333 123 4567"],
    external_ids=["shop-10660"],
    attributes={"City": "Torino", "Orders": 6, "Spent": "€288"},
)
dmitri = Person("Dmitri Petrov", "d.petrov@mail.example", "en", "Europe/Sofia", since=88, attributes={"Orders": 2})
elif_yildiz = Person(
    "Elif Yıldız",
    "elif@yildiz.example",
    "en",
    "Europe/Paris",
    since=301,
    phones=["+33 7 45 00 31 18"],
    attributes={"City": "Villeurbanne", "The usual": "Cortado"},
)
farah = Person("Farah Aziz", "farah.aziz@post.example", "en", "Europe/Paris", since=140, attributes={"Orders": 5})
gus = Person(
    "Gus Lindholm",
    "gus@lindholm.example",
    "en",
    "Europe/Stockholm",
    since=655,
    attributes={"tier": "gold", "Orders": 21},
)
hana = Person(
    "Hana Sato",
    "hana.sato@mail.example",
    "ja",
    "Europe/Paris",
    since=190,
    emails=["sato.h@univ-lyon.example"],
    attributes={"City": "Lyon", "Orders": 4},
    notes=[(noor, "Japanese or simple English. Thanks in Japanese go a long way.")],
)
ines = Person(
    "Inês Duarte",
    "ines.duarte@correio.example",
    "pt",
    "Europe/Lisbon",
    since=510,
    external_ids=["shop-10508"],
    attributes={"City": "Porto", "Subscription": "2 bags, every two weeks"},
)
jonas = Person(
    "Jonas Brandt",
    "jonas@brandt-soehne.example",
    "de",
    "Europe/Berlin",
    since=388,
    phones=["+49 30 901820"],
    attributes={"City": "Berlin", "VAT": "DE 123 456 789"},
)
luca = Person(
    "Luca Moretti",
    "lm@moretti-studio.example",
    "it",
    "Europe/Rome",
    since=700,
    attributes={"City": "Milano", "Orders": 9},
)
camille = Person(
    "Camille Rousseau",
    "camille.rousseau@courrier.example",
    "fr",
    "Europe/Paris",
    since=820,
    phones=["+33 6 12 40 77 90"],
    attributes={"City": "Grenoble", "Subscription": "1 bag, monthly", "Orders": 31},
    notes=[(tomas, "Took the pour-over class twice. Grinds by hand, asks good questions.")],
)
theo = Person("Théo Lambert", "theo.lambert@courrier.example", "fr", "Europe/Paris", since=65)
mateo = Person(
    "Mateo García", "mateo.garcia@correo.example", "es", "Europe/Madrid", since=260, attributes={"City": "Valencia"}
)
kenji = Person("中村 健二", "k.nakamura@tegami.example", "ja", "Asia/Tokyo", since=120, attributes={"City": "Kyōto"})
petra = Person(
    "Petra Vogel", "petra.vogel@brief.example", "de", "Europe/Vienna", since=333, attributes={"City": "Graz"}
)
margaret = Person(
    "Margaret Doyle",
    "margaret@doyle-family.example",
    "en",
    "Europe/Dublin",
    since=870,
    emails=["mdoyle@post.example"],
    phones=["+353 87 765 4321"],
    external_ids=["shop-10102"],
    attributes={"tier": "gold", "City": "Cork", "Orders": 27, "Spent": "€1,905"},
    notes=[(grace, "One of our very first online customers. If something goes wrong for Margaret, tell me.")],
)
willem = Person(
    "Willem de Groot",
    "willem@debrug.example",
    "en",
    "Europe/Amsterdam",
    since=590,
    phones=["+31 20 123 4567"],
    attributes={"Price list": "Wholesale B", "Weekly": "12 kg house, 4 kg decaf"},
    notes=[(grace, "Decides alone, pays on time, rings when he is unhappy. Delivery on Thursdays before 10.")],
)
saskia = Person(
    "Saskia Visser", "boekhouding@debrug.example", "en", "Europe/Amsterdam", since=480, attributes={"Role": "Books"}
)
helene = Person(
    "Hélène Marchand",
    "h.marchand@bellecour.example",
    "fr",
    "Europe/Paris",
    since=275,
    phones=["+33 4 72 00 10 20"],
    attributes={"Price list": "Wholesale A", "Role": "Breakfast manager"},
    notes=[(grace, "Forty rooms. Wants one invoice a month and a face she knows.")],
)
freya = Person("Freya Nordahl", "freya@atelier-nord.example", "en", "Europe/Oslo", since=95)
rosa = Person(
    "Rosa Delgado",
    "rosa.delgado@correo.example",
    "es",
    "Europe/Madrid",
    since=45,
    notes=[(lea, "Visits her sister in Lyon every month; collects at place Carnot.")],
)
zoe = Person("Zoë Janssens", "zoe.janssens@post.example", "en", "Europe/Brussels", since=410, attributes={"Orders": 11})
nils = Person("Nils Berg", "nils.berg@mail.example", "en", "Europe/Oslo", since=150)
amara = Person(
    "Amara Diallo",
    "amara.diallo@courrier.example",
    "fr",
    "Europe/Paris",
    since=620,
    phones=["+33 6 80 55 21 34"],
    attributes={"City": "Lyon", "The usual": "Filter, Guji when there is any"},
    notes=[(priya, "Allergic to nuts. Always check which cakes are out.")],
)
patrick = Person("Patrick Ryan", "pat.ryan@mail.example", "en", "Europe/Dublin", since=33)
sofia = Person("Sofía Herrera", "sofia.herrera@correo.example", "es", "America/Mexico_City", since=12)
olga = Person("Olga Nowak", "olga@nowak.example", "en", "Europe/Warsaw", since=240, attributes={"Orders": 8})
robin = Person("Robin Ashby", "robin.ashby@post.example", "en", "Europe/London", since=175)
harriet = Person(
    "Harriet Cole", "harriet.cole@mail.example", "en", "Europe/London", since=505, external_ids=["shop-10421"]
)

REGULARS = [each for each in list(globals().values()) if isinstance(each, Person)]

# Who meets the house in a story.
leila = Person("Leila Karimi", "leila.karimi@post.example")
marco = Person("Marco Bianchi", "marco.bianchi@posta.example")
tom = Person("Tom Whitfield", "tom@whitfield.example")
yara = Person("Yara Costa", "yara.costa@correio.example")
sven = Person("Sven Aalto", "sven.aalto@posti.example")
felix = Person("Felix Baumann", "felix.baumann@brief.example", "de")
irene = Person("Irene Castellano", "irene.castellano@posta.example", "it")
agathe = Person("Agathe Petit", "agathe@petit-journal.example", "fr")
oscar = Person("", "oscar1987@mail.example")
lotte = Person("Lotte Mulder", "lotte.mulder@post.example")
daniel = Person("Daniel Weiss", "daniel.weiss@brief.example")
mei = Person("Mei Chen", "mei.chen@mail.example")
joao = Person("João Ferreira", "joao.ferreira@correio.example")
anna = Person("Anna Kowalska", "anna.kowalska@poczta.example")
