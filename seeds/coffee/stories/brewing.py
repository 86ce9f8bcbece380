"""Questions about coffee, which Tomas loves."""

from seeds.coffee import pictures
from seeds.coffee.house import noor, tomas
from seeds.coffee.people import camille, daniel, gus, joao, lotte, sven, yara, zoe
from seeds.telling import story

STORIES = (
    story(
        "Sour espresso, what am I doing wrong?",
        sven.writes(
            "18d 20:10",
            """
            Hi,

            I bought the Harbour Blend and a bottomless portafilter and every shot is sour and runs in 14 seconds. I
            use 18 g in, about 36 g out, 93 degrees. Grinder is the Thimble at setting 9. What should I change first?

            Sven
            """,
        ),
        tomas.takes("+13h"),
        tomas.answers(
            "+15m",
            """
            Hi Sven,

            great that you gave numbers. Change one thing only: the grind. 14 seconds is far too quick, the water has
            no time to find the sweetness. Go to setting 6, keep 18 in and 36 out, and look for 27 to 30 seconds.

            If it is still sour at 30 seconds, write again and we talk about temperature.
            """,
        ),
        sven.writes(
            "+1d 19:45",
            """
            Setting 6 gave 22 seconds and 5 gives 29. It is a different drink! Still a bit sharp in the middle though.
            """,
        ),
        tomas.answers(
            "+13h",
            """
            Now we are talking. Go to 94 degrees and let the machine warm up for a full twenty minutes, the group is
            colder than the display believes. And give the beans a week: yours were roasted on Monday.
            """,
        ),
        sven.writes("+6d 09:30", "A week later, 94 degrees: chocolate and orange. My wife asked who you are."),
        tomas.answers("+2h", "Tell her I am the man behind setting 5. Enjoy!"),
        tomas.tags("brewing"),
        tomas.resolves(),
    ),
    story(
        "How long do beans stay fresh?",
        lotte.writes(
            "25d 08:52",
            "Is it better to freeze a kilo or to keep it in the cupboard? I live alone and need four weeks for a bag.",
        ),
        tomas.takes("+1h"),
        tomas.answers(
            "+6m",
            """
            Hi Lotte,

            freeze it, in four portions, each in its own bag with the air pressed out. Take one out the evening before
            and do not open it until it is warm, or water settles on the beans. They taste fresh for three months.
            """,
        ),
        tomas.resolves(),
        lotte.writes("+4h", "Thank you. I have told my whole stairwell."),
        tomas.resolves("+1h"),
    ),
    story(
        "Réglage du moulin pour la moka",
        camille.writes(
            "22d 19:33",
            """
            Bonjour Tomas,

            après le cours j’ai repris ma vieille cafetière moka. Avec le Thimble au réglage 4 le café a un goût brûlé.
            Plus gros ? Et faut-il mettre de l’eau chaude en bas, comme vous l’avez dit pour la V60 ?

            Camille
            """,
        ),
        tomas.takes("+14h"),
        tomas.answers(
            "+8m",
            """
            Bonjour Camille,

            oui aux deux. Réglage 7, eau déjà chaude, feu doux, et retirez-la dès que ça gargouille. Le goût brûlé
            vient du métal trop chaud, rarement de la mouture.
            """,
        ),
        camille.writes("+1d 08:15", "C’est le jour et la nuit. Mille mercis !"),
        tomas.resolves("+30m"),
        tomas.tags("brewing"),
    ),
    story(
        "Descaling the copper kettle",
        yara.writes(
            "15d 14:18",
            """
            Hello, my kettle has a white crust inside after half a year. Can I use the descaler for my espresso machine?
            """,
            files=[pictures.kettle()],
        ),
        tomas.takes("+2h"),
        tomas.answers(
            "+7m",
            """
            Hi Yara,

            please don’t, it may attack the lining. Half water, half lemon juice, bring it to the boil, leave it for
            an hour, rinse twice. Outside: lemon, salt and a soft cloth. Never the dishwasher.
            """,
        ),
        yara.writes("+1d 17:40", "It shines again. Obrigada!"),
        tomas.resolves("+16h"),
    ),
    story(
        "Caffeine in the decaf",
        daniel.writes("20d 23:05", "How much caffeine is left in Night Shift? My doctor says under 5 mg a cup."),
        tomas.takes("+10h"),
        tomas.answers(
            "+20m",
            """
            Hi Daniel,

            the mountain water process takes out 99.9 %. A cup of 15 g beans holds 1 to 3 mg. I attach nothing fancy,
            but the laboratory’s sheet for the present lot says 0.08 % in the dry bean. Do show it to your doctor.
            """,
        ),
        daniel.writes("+9h", "She is happy and so am I."),
        tomas.resolves("+12h"),
    ),
    story(
        "What is in the Harbour Blend?",
        joao.writes("10d 10:30", "Curious: which countries are in the Harbour Blend at the moment?"),
        tomas.takes("+35m"),
        tomas.answers(
            "+3m",
            "Hi João,\n\n60 % Brazil (Fazenda Rainha), 30 % Colombia (Finca La Esperanza), 10 % Ethiopia for the perfume.",
        ),
        tomas.resolves(),
    ),
    story(
        "Grind for a 12-cup machine",
        gus.writes(
            "36d 07:58",
            "The office has bought a 12-cup drip machine. Which grind do I tick for four kilos of house beans?",
        ),
        noor.takes("+1h"),
        noor.gives("+2m", to=tomas),
        tomas.answers("+40m", "“Filter, coarse”, Gus. And 60 g a litre, whatever the scoop on the machine claims."),
        tomas.resolves(),
    ),
    story(
        "The pour-over class: still a place?",
        zoe.writes(
            "29d 12:44", "Is there a place left in the class on the second Saturday? And do I bring my own dripper?"
        ),
        tomas.takes("+3h"),
        tomas.answers(
            "+4m",
            """
            Hi Zoë,

            two places left, I have put your name on one. Ninety minutes, from ten. Bring nothing but thirst.
            """,
        ),
        zoe.writes("+11m", "Perfect, see you there."),
        tomas.tags("class"),
        tomas.resolves("+1h"),
    ),
)
