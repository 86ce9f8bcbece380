"""Letters from further away, in the language of whoever writes."""

from seeds.coffee import pictures
from seeds.coffee.house import BEANS, noor, priya, tomas
from seeds.coffee.people import hana, jonas, kenji, mateo, petra, sofia
from seeds.telling import story

SWATCHES = """
<p>Hola:</p>
<p>¿de qué color es la tetera pequeña? En mi pantalla se ve así:</p>
<p><img src="cid:tetera" alt="tetera" width="240"></p>
<p>pero en la foto del catálogo parece más rojiza. Es para una boda y <b>tiene que ser cobre</b>, no latón.</p>
<p>Gracias, Mateo</p>
"""

STORIES = (
    story(
        "¿De qué color es la tetera?",
        mateo.writes(
            "9d 20:12",
            """
            Hola:

            ¿de qué color es la tetera pequeña? En mi pantalla se ve como en la foto, pero en el catálogo parece más
            rojiza. Es para una boda y tiene que ser cobre, no latón.

            Gracias, Mateo
            """,
            html=SWATCHES,
            files=[pictures.kettle(content_id="tetera")],
        ),
        noor.gives("+13h", to=noor, team=BEANS),
        noor.answers(
            "+20m",
            """
            Hola Mateo:

            es cobre de verdad, con el interior de acero. Recién pulida es rojiza, como en el catálogo; con el uso se vuelve
            como en su pantalla. Puede devolverla en 30 días si no le convence.
            """,
        ),
        mateo.writes("+1h", "Perfecto, ¡la pido ahora mismo!"),
        noor.resolves("+10m"),
    ),
    story(
        "豆の挽き方について",
        kenji.writes(
            "13d 03:20",
            """
            ケトル・アンド・クラム様

            いつも美味しい豆をありがとうございます。来月、京都の小さな喫茶店で御社の「Kiamabara」をネルドリップで出したいと
            考えております。おすすめの挽き目とお湯の温度を教えていただけますでしょうか。

            中村 健二
            """,
        ),
        tomas.gives("+6h", to=tomas, team=BEANS),
        tomas.notes(
            "+4m",
            "Kenji runs a kissaten in Kyōto and wants to serve the Kiamabara from a flannel filter. Hana, who studies here, offered to check my Japanese.",
        ),
        tomas.answers(
            "+1h",
            """
            中村様

            ご連絡ありがとうございます。ネルドリップでしたら中粗挽き（Thimble の目盛りで 8）、お湯は 88 度、豆 25 g に対して
            抽出 150 ml をおすすめします。最初の 40 秒はゆっくり蒸らしてください。

            京都で飲んでいただけるなんて夢のようです。
            """,
        ),
        kenji.writes(
            "+3d 02:45",
            """
            トマス様

            ご丁寧にありがとうございます。試したところ、黒糖のような甘みが出ました。来月のメニューに載せます。
            """,
        ),
        tomas.resolves("+7h"),
        tomas.tags("brewing", "kyoto"),
    ),
    story(
        "Mahlgrad für die French Press",
        petra.writes(
            "30d 18:02",
            """
            Hallo,

            ich habe eine neue French Press und der Kaffee ist immer voller Satz. Liegt das am Mahlgrad? Ich bestelle den
            Harbour Blend immer gemahlen bei Ihnen.

            Liebe Grüße aus Graz
            Petra Vogel
            """,
        ),
        tomas.takes("+15h"),
        tomas.answers(
            "+8m",
            """
            Hallo Petra,

            ja, „French Press, grob“ statt „Filter“. Und nach vier Minuten nicht drücken, sondern den Schaum abschöpfen,
            noch vier Minuten warten und ganz vorsichtig eingießen. Dann bleibt der Satz unten.
            """,
        ),
        petra.writes("+2d 08:15", "Acht Minuten Geduld, und es schmeckt wie bei Ihnen im Laden. Danke!"),
        tomas.resolves("+1h"),
        tomas.tags("brewing"),
    ),
    story(
        "Versand nach Österreich dauert",
        petra.writes(
            "5d 07:44", "Guten Morgen, die Bestellung 8815 steht seit fünf Tagen auf „unterwegs“. Können Sie nachsehen?"
        ),
        noor.gives("+1h", to=noor, team=BEANS),
        noor.answers(
            "+15m",
            "Guten Morgen Petra,\n\ndas Paket liegt in Salzburg, dort wurde gestreikt. Es soll morgen bei Ihnen sein.",
        ),
        petra.writes("+1d 12:30", "Ist da. Die Streikenden haben meinen Respekt, der Kaffee auch."),
        noor.tags("late parcel"),
        noor.resolves("+20m"),
    ),
    story(
        "Rechnung 2209 doppelt erhalten",
        jonas.writes(
            "18d 10:10",
            "Guten Tag, wir haben die Rechnung 2209 zweimal bekommen, mit verschiedenem Datum. Welche gilt?",
        ),
        noor.takes("+25m"),
        noor.answers(
            "+12m",
            "Guten Tag Jonas,\n\ndie erste, vom 3. Die zweite ist eine Kopie, die unser Drucker neu datiert hat. Bitte wegwerfen.",
        ),
        jonas.writes("+35m", "Alles klar, danke."),
        noor.resolves("+2m"),
    ),
    story(
        "お土産について",
        hana.writes(
            "22d 15:36",
            """
            こんにちは。日本の家族へのお土産に、軽くて割れないものを探しています。おすすめはありますか？

            花
            """,
        ),
        priya.takes("+1h"),
        priya.answers(
            "+15m",
            """
            花さん、こんにちは！

            ドリップバッグ 10 個入り（€14.50）はいかがですか。軽くて、リボンをお付けできます。
            """,
        ),
        hana.writes("+25m", "かわいいですね！明日、リュ・メルシエールのお店に行きます。ありがとうございます。"),
        priya.resolves("+1d 17:00"),
        priya.tags("gift"),
    ),
    story(
        "¿Envían a México?",
        sofia.writes("11d 22:48", "¡Hola! Estuve en Lyon en septiembre y sueño con su café. ¿Envían a Guadalajara?"),
        noor.takes("+11h"),
        noor.answers(
            "+10m",
            """
            Hola Sofía:

            todavía no, lo siento: el café perdería dos semanas en la aduana. Nuestros amigos de Café Jícara, en su ciudad,
            tuestan de maravilla. Y la esperamos en Lyon.
            """,
        ),
        sofia.writes("+6h", "Qué honestos. ¡Iré a verlos y volveré a verlos a ustedes!"),
        noor.resolves("+12h"),
    ),
)
