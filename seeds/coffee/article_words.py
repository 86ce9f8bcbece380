"""The words of the help centre of Kettle & Crumb."""

CATEGORIES = (
    ("orders", "box", {"en": ("Orders and parcels", "Where it is, when it comes, and what to do when it does not."), "de": ("Bestellungen und Pakete", "Wo es ist, wann es kommt, und was tun, wenn nicht.")}),
    ("subscriptions", "calendar", {"en": ("Coffee subscriptions", "Pause, change or end your subscription."), "de": ("Kaffee-Abo", "Das Abo pausieren, ändern oder beenden.")}),
    ("brewing", "cup", {"en": ("Brewing and machines", "A better cup, and machines that last."), "de": ("Zubereitung und Maschinen", "Besserer Kaffee, und Maschinen, die lange halten.")}),
    ("points", "star", {"en": ("Stamps and gift cards", "What a tenth coffee costs, and other good things.")}),
    ("team", "lock", {"en": ("For the team", "How we do things behind the counter.")}),
)  # fmt: skip

WHERE = (
    "<p>We roast on Mondays and Thursdays, and hand parcels to the courier the day after. You get a mail with a tracking link at that moment.</p>"
    "<h2>How long it takes</h2><table><thead><tr><th>To</th><th>Working days</th></tr></thead><tbody>"
    "<tr><td>France</td><td>1 to 2</td></tr><tr><td>Germany, Belgium, Italy, Spain</td><td>2 to 4</td></tr>"
    "<tr><td>The rest of Europe</td><td>4 to 7</td></tr></tbody></table>"
    "<h2>The tracking link shows nothing</h2><p>It wakes up when the courier first scans the parcel, often the evening after the mail. Wait until the next morning before you worry.</p>"
    "<h2>It is late</h2><p>If nothing has moved for three working days, write to us with your order number. We ask the courier, and send the coffee again when it is lost.</p>"
    '<aside data-callout="tip"><p>Not at home? Choose a parcel shop in the courier’s mail: it keeps your coffee for seven days.</p></aside>'
)
WHERE_LATER = WHERE.replace(
    "7</td></tr></tbody>", "7</td></tr><tr><td>Switzerland and Norway</td><td>5 to 9</td></tr></tbody>"
)
WHERE_DE = (
    "<p>Wir rösten montags und donnerstags und geben die Pakete am Tag darauf dem Paketdienst. Dann bekommen Sie eine E-Mail mit einem Link zur Sendung.</p>"
    "<h2>Wie lange es dauert</h2><table><thead><tr><th>Nach</th><th>Werktage</th></tr></thead><tbody>"
    "<tr><td>Frankreich</td><td>1 bis 2</td></tr><tr><td>Deutschland, Belgien, Italien, Spanien</td><td>2 bis 4</td></tr>"
    "<tr><td>übriges Europa</td><td>4 bis 7</td></tr></tbody></table>"
    "<h2>Der Link zeigt nichts</h2><p>Er zeigt erst etwas, wenn der Paketdienst das Paket zum ersten Mal erfasst hat, oft am Abend. Warten Sie bis zum nächsten Morgen.</p>"
    "<h2>Es ist verspätet</h2><p>Hat sich drei Werktage nichts bewegt, schreiben Sie uns mit Ihrer Bestellnummer. Wir fragen nach und schicken den Kaffee noch einmal, wenn er verloren ist.</p>"
)
RETURNS = (
    "<p>You have 30 days to send anything back that is unopened, and two years when something breaks by itself.</p>"
    "<h2>How to send it back</h2><ol><li>Put it into its box, or any other that is strong enough.</li><li>Write your order number on the outside.</li>"
    "<li>Ask us for a label: it is free within the European Union.</li><li>Hand it in at any parcel shop and keep the receipt.</li></ol>"
    "<h2>When the money comes</h2><p>Within five working days of the parcel’s arrival, the way you paid.</p>"
    '<aside data-callout="note"><p>Opened bags of coffee cannot be resold. If you do not like one, tell us: we find you another.</p></aside>'
)
RETURNS_DE = (
    "<p>Ungeöffnetes nehmen wir 30 Tage lang zurück. Geht etwas von selbst kaputt, haben Sie zwei Jahre.</p>"
    "<h2>So schicken Sie es zurück</h2><ol><li>Legen Sie es in seinen Karton oder in einen anderen, der fest genug ist.</li><li>Schreiben Sie die Bestellnummer außen darauf.</li>"
    "<li>Bitten Sie uns um ein Etikett: in der Europäischen Union ist es kostenlos.</li><li>Geben Sie es in einem Paketshop ab und heben Sie die Quittung auf.</li></ol>"
    "<h2>Wann das Geld kommt</h2><p>Innerhalb von fünf Werktagen, nachdem das Paket hier ist, auf dem Weg, auf dem Sie bezahlt haben.</p>"
)
PAUSE = (
    "<p>You can pause a subscription for up to three months without losing your price.</p>"
    "<h2>Pause it</h2><ol><li>Open <strong>Your subscription</strong> in any of our mails.</li><li>Choose <em>Pause</em>, and the day on which it goes on.</li></ol>"
    "<h2>Until when</h2><p>Until Sunday evening for the roast of Monday, and until Wednesday evening for that of Thursday. Later changes count for the roast after that.</p>"
    "<h2>End it</h2><p>The same page has <em>End my subscription</em>. Nothing is charged after that, and what is paid still comes.</p>"
)
PAUSE_DE = (
    "<p>Sie können Ihr Abo bis zu drei Monate pausieren, ohne Ihren Preis zu verlieren.</p>"
    "<h2>Pausieren</h2><ol><li>Öffnen Sie <strong>Ihr Abo</strong> in einer unserer E-Mails.</li><li>Wählen Sie <em>Pausieren</em> und den Tag, an dem es weitergeht.</li></ol>"
    "<h2>Bis wann</h2><p>Bis Sonntagabend für die Röstung am Montag, bis Mittwochabend für die am Donnerstag.</p>"
    "<h2>Kündigen</h2><p>Auf derselben Seite steht <em>Abo beenden</em>. Danach wird nichts mehr abgebucht.</p>"
)
ADDRESS = (
    "<p>As long as your order is not with the courier, we can send it elsewhere.</p><h2>Before it has left</h2><p>Answer the mail that confirmed your order with the new address. We read these first, from half past eight.</p>"
    "<h2>After it has left</h2><p>Only you can turn it round then: the courier’s mail has a link <em>Change delivery</em>.</p>"
)
DAMAGED = (
    "<p>Sorry about that. You do not need to send anything back.</p><ol><li>Take a photo of the thing and of the box.</li><li>Answer any of our mails with both.</li><li>We send a new one the same day.</li></ol>"
    '<aside data-callout="warning"><p>Do not plug in a machine that was dropped, even if it looks whole.</p></aside>'
)
GRIND = (
    "<p>Grinding decides more than the machine does. Begin with these, then change one thing at a time.</p>"
    "<table><thead><tr><th>For</th><th>As coarse as</th><th>Grams to 250 ml</th></tr></thead><tbody><tr><td>Espresso</td><td>fine sugar</td><td>18, for 36 ml</td></tr>"
    "<tr><td>V60</td><td>table salt</td><td>15</td></tr><tr><td>French press</td><td>breadcrumbs</td><td>16</td></tr><tr><td>Cold brew</td><td>crushed pepper</td><td>22, overnight</td></tr></tbody></table>"
    "<h2>It tastes bitter</h2><p>Too much was drawn out: grind coarser, or pour faster.</p><h2>It tastes sour</h2><p>Too little was drawn out: grind finer, or use hotter water.</p>"
)
GRIND_DE = (
    "<p>Der Mahlgrad macht mehr aus als die Maschine. Fangen Sie hiermit an und ändern Sie dann eins nach dem anderen.</p>"
    "<table><thead><tr><th>Für</th><th>so grob wie</th></tr></thead><tbody><tr><td>Espresso</td><td>feiner Zucker</td></tr><tr><td>V60</td><td>Tafelsalz</td></tr><tr><td>French Press</td><td>Semmelbrösel</td></tr></tbody></table>"
    "<h2>Er schmeckt bitter</h2><p>Gröber mahlen oder schneller gießen.</p><h2>Er schmeckt sauer</h2><p>Feiner mahlen oder heißeres Wasser nehmen.</p>"
)
DESCALE = (
    "<p>Every two months with hard water, twice a year with soft. The machine blinks orange when it is time.</p>"
    "<h2>Step by step</h2><ol><li>Empty the tank and the tray, and take the filter out.</li><li>Fill in one sachet of descaler and a litre of water.</li>"
    "<li>Hold both buttons for five seconds. The pump runs for twenty minutes, with pauses.</li><li>Rinse twice with fresh water.</li></ol>"
    '<aside data-callout="warning"><p>Never use vinegar: it eats the seals, and the guarantee does not cover that.</p></aside>'
    "<h2>It still blinks</h2><p>The programme was broken off. Begin again with <code>both buttons</code> and let it end.</p>"
)
STORE = (
    "<p>Light, air and warmth are what coffee does not like. Leave it in its bag: the valve lets gas out and nothing in.</p>"
    "<h2>How long it is good</h2><p>Best from the seventh day after roasting to the sixtieth. After that it is safe, and dull.</p>"
    "<h2>In the freezer</h2><p>Whole beans, in portions, airtight: yes. The fridge: no, it is damp and smells of dinner.</p>"
)
STAMPS = (
    "<p>Each coffee in one of our shops is a stamp, and the tenth is on us. Say your phone number or show the card in your mail.</p>"
    "<h2>I forgot my card</h2><p>Keep the receipt. We add the stamps within 30 days.</p><h2>Do stamps run out?</h2><p>A year after the last visit.</p>"
)
GIFTS = (
    "<p>Gift cards are worth 10 to 200 euros, in the shops and online, for three years.</p><h2>Pay with one</h2><ol><li>Put everything into the basket.</li><li>Type the code under <em>I have a gift card</em>.</li></ol>"
    "<p>What is left stays on the card.</p><h2>The code does not work</h2><p>Letters O and I are never in a code: try zero and one. Otherwise send us a photo of the back.</p>"
)
GOODWILL = (
    "<p>Make it right first, ask afterwards. Up to 25 euros nobody needs to agree.</p><ul><li>A lost parcel: send it again, today.</li><li>A wrong grind: send the right one, let them keep the other.</li>"
    "<li>Anything else: a free bag with the next order.</li></ul><h2>Above that</h2><p>Ask Noor or Grace in a note. Write the order number and what you would do.</p>"
)
WHOLESALE = (
    "<p>Offices and cafés get wholesale prices from five kilograms a month.</p><h2>What you need to tell us</h2><ul><li>How many cups a day.</li><li>Which machine.</li><li>Where to, and on which days somebody is there.</li></ul>"
    "<h2>Invoices</h2><p>On the first of the month, by mail, payable within 30 days.</p>"
)
SUMMER = "<p>In August we roast on Mondays only.</p><h2>What that means</h2><p>Orders from Monday noon on leave eight days later.</p>"

# Name here, shelf, words by language, what else is said of it.
ARTICLES = (
    ("where", "orders", {"en": ("Where is my order?", WHERE), "de": ("Wo ist meine Bestellung?", WHERE_DE)}, {"is_promoted": True, "labels": ["tracking", "delivery", "late parcel"]}),
    ("returns", "orders", {"en": ("Send something back", RETURNS), "de": ("Etwas zurückschicken", RETURNS_DE)}, {"is_promoted": True, "labels": ["refund", "return"]}),
    ("address", "orders", {"en": ("Change the delivery address", ADDRESS)}, {}),
    ("damaged", "orders", {"en": ("Something arrived broken", DAMAGED)}, {}),
    ("pause", "subscriptions", {"en": ("Pause or end a subscription", PAUSE), "de": ("Abo pausieren oder beenden", PAUSE_DE)}, {"is_promoted": True, "labels": ["cancel", "skip"]}),
    ("summer", "subscriptions", {"en": ("Roasting in August", SUMMER)}, {"is_draft": True}),
    ("grind", "brewing", {"en": ("How fine to grind", GRIND), "de": ("Wie fein mahlen?", GRIND_DE)}, {"is_promoted": True}),
    ("descaling", "brewing", {"en": ("Descale the machine", DESCALE)}, {"labels": ["orange light", "limescale"]}),
    ("store", "brewing", {"en": ("Keep coffee fresh", STORE)}, {}),
    ("stamps", "points", {"en": ("Stamps: the tenth coffee is free", STAMPS)}, {}),
    ("gifts", "points", {"en": ("Gift cards", GIFTS)}, {}),
    ("wholesale", "orders", {"en": ("Coffee for offices and cafés", WHOLESALE)}, {"visibility": "signed_in"}),
    ("goodwill", "team", {"en": ("When something went wrong: what we may give", GOODWILL)}, {"visibility": "agents"}),
)  # fmt: skip

# Said anew after the German was written, which is stale since.
LATER_WORDS = {"where": ("Where is my order?", WHERE_LATER)}
