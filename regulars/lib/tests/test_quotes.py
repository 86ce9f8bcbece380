import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.lib.html import sanitise
from regulars.lib.quotes.folding import fold, folded_lines
from regulars.lib.quotes.html import fold_html, unsigned

ON = "On Tue, Jan 6, 2026 at 10:00 AM Grace <hello@coffee.example> wrote:"
HEADERS = "From: Grace <hello@coffee.example>\nSent: Tuesday, January 6, 2026 10:00 AM\nTo: Ada\nSubject: RE: Order\n\nWhich size?\n"

CONTACTS = "\n\nAda\nMoreau SARL\n+33 4 72 00 00 00\n"
SIGNING_OFF = (
    "Mit freundlichen Grüßen / Kind regards", "Mit freundlichem Gruss", "Met vriendelijke groet,", "Med vänliga hälsningar", "Med vennlig hilsen",
    "Meilleures salutations", "Com os melhores cumprimentos,", "Pozdrawiam serdecznie", "Cu stimă,", "З повагою,", "Με εκτίμηση", "Tisztelettel",
)  # fmt: skip

FOLDED = {
    "gmail": (f"The large one.\n\n{ON}\n\n> Which size?\n>\n> Grace\n", "The large one."),
    "introduction over two lines": (
        "The large one.\n\nOn Tue, Jan 6, 2026 at 10:00 AM Kettle & Crumb Support <\nhello+c1.abc@coffee.example> wrote:\n\n> Size?\n",
        "The large one.",
    ),
    "introduction over three lines": (
        "Ja.\n\nAm Dienstag, den 6. Januar 2026 um 10:00 Uhr schrieb\nKettle & Crumb Support\n<hello@coffee.example>:\n> Groß?\n",
        "Ja.",
    ),
    "quote without marks": (f"The large one.\n\n{ON}\n\n    Which size?\n    Grace\n", "The large one."),
    "outlook": (f"The large one.\n\n{HEADERS}", "The large one."),
    "outlook with a rule": (f"The large one.\n\n________________________________\n{HEADERS}", "The large one."),
    "outlook with stars": (
        "The large one.\n\n*From:* Grace <hello@coffee.example>\n*Sent:* Tuesday\n*To:* Ada\n*Subject:* x\n\nWhich size?",
        "The large one.",
    ),
    "outlook with blank lines between headers": (
        "Ok\n\nFrom: Grace\n\nSent: Tuesday\n\nTo: Ada\n\nSubject: x\n\nWhich size?",
        "Ok",
    ),
    "zoho": (
        "Ok\n\n---- On Tue, 06 Jan 2026 10:00:00 +0100 Grace <hello@coffee.example> wrote ----\n\nWhich size?",
        "Ok",
    ),
    "date and sender only": ("Ok\n\n2026/1/6 Grace <hello@coffee.example>\n\n> Which size?\n", "Ok"),
    "headers in another order": (
        "Ok\n\nSubject: Order\nFrom: Grace <g@coffee.example>\nDate: 6 Jan 2026\nTo: Ada\n\nWhich size?",
        "Ok",
    ),
    "original message": ("Ok\n\n-----Original Message-----\nFrom: Grace\n\nWhich size?", "Ok"),
    "original message in german": ("Ok\n\n-----Ursprüngliche Nachricht-----\nVon: Grace\n", "Ok"),
    "original message in chinese": ("好\n\n------------------ 原始邮件 ------------------\n发件人: Grace\n", "好"),
    "reply above this line": (
        "My answer\n\n##- Please type your reply above this line -##\n\nYour request",
        "My answer",
    ),
    "yahoo": (
        "Ok\n\n    On Tuesday, January 6, 2026 at 10:00:00 AM GMT+1, Grace <hello@coffee.example> wrote:\n\n Which size?",
        "Ok",
    ),
    "iphone": (
        "Ok\n\nSent from my iPhone\n\n> On Jan 6, 2026, at 10:00, Grace <hello@coffee.example> wrote:\n> \n> Which size?\n",
        "Ok",
    ),
    "iphone in german": ("Ok\n\nVon meinem iPhone gesendet\n", "Ok"),
    "iphone in french": ("Ok\n\nEnvoyé de mon iPhone\n", "Ok"),
    "iphone in japanese": ("はい\n\niPhoneから送信\n", "はい"),
    "outlook for android": ("Ok\n\nGet Outlook for Android<https://aka.ms/AAb9ysg>\n", "Ok"),
    "no mark but quoted end": ("I agree.\n\n> Shall we meet?\n> On Friday?\n", "I agree."),
    "reply below a quote": (f"{ON}\n> Which size?\n> Grace\n\nThe large one.\n", "The large one."),
    "reply around a quote": (
        f"Hello Grace,\n\n{ON}\n> Which size?\n\nThe large one.\n",
        "Hello Grace,\n\nThe large one.",
    ),
    "signature": ("The large one.\n\n-- \nAda Moreau\nLyon\n", "The large one."),
    "signature above a quote": (f"The large one.\n\n-- \nAda\n\n{ON}\n> Which size?\n", "The large one."),
    "signature after a dash": ("The large one.\n\n-Ada Moreau\n", "The large one."),
    "company details below a greeting": (
        "The large one.\n\nBest regards,\nAda Moreau\nMoreau & Fils SARL\nTel: +33 4 72 00 00 00\nwww.moreau.example\n",
        "The large one.\n\nBest regards,\nAda Moreau",
    ),
    "mailing list": (
        "Hello\n\n_______________________________________________\nRoasters mailing list\nhttps://lists.example/listinfo/roasters\n",
        "Hello",
    ),
    "small print": (
        "Hello\n\nThis e-mail and any attachments are confidential and intended solely for the addressee.\nIf you are not, delete it.\n",
        "Hello",
    ),
    "small print in german": ("Hallo\n\nDiese E-Mail enthält vertrauliche Informationen.\n", "Hallo"),
    "small print in other words": (
        "Ciao\n\nAi sensi del regolamento le informazioni contenute in questo messaggio sono riservate.\n",
        "Ciao",
    ),
    "why somebody gets it": ("Hallo\n\nSie erhalten diese E-Mail, weil Sie bei uns Kunde sind.\n", "Hallo"),
    "virus scanner": ("Hello\n\nVirus-free. www.avast.com\n", "Hello"),
    "telephones that say more than their name": (
        "Ok\n\nSent from my Fairphone 5. Please excuse my brevity.\nGet [Outlook for iOS](https://aka.example/o)\n",
        "Ok",
    ),
    "telephone in brackets": ("Ok\n\n(sent from mobile)\n", "Ok"),
    "telephone below a name": ("Ok\n\n-Ada\n\nSent with [Proton Mail](https://proton.example/) secure email.\n", "Ok"),
    "web mail in german": ("Ok\n\nDiese Nachricht wurde mit der Post-App gesendet\n", "Ok"),
    "name below a rule": ("The large one.\n---\nAda Moreau\n", "The large one."),
    "name above a quote and a list's footer": (
        f"Fine.\n\n-Ada\n\n{ON}\n> Size?\n\n_______________________\nRoasters mailing list\nroasters@lists.example\n",
        "Fine.",
    ),
    "answer on the line of the introduction": (f"Yes please. {ON}\n> Ground?\n", "Yes please."),
    "introduction broken before its verb": (
        "Oui.\n\nLe mar. 6 janv. 2026 à 10:00, Grace <hello@coffee.example\n> a écrit :\n\n> Moulu ?\n",
        "Oui.",
    ),
    "introduction without its colon": (
        "Yes\n\nOn Tue, 6 Jan 2026 10:00 Grace <hello@coffee.example> wrote\n\nGround?\n",
        "Yes",
    ),
    "introduction without a verb": ("Ja\n\nZitat von Grace <hello@coffee.example>:\n\n> Gemahlen?\n", "Ja"),
    "introduction through a list": ("Yes\n\nGrace via Kettle Forum wrote:\n\nGround?\n", "Yes"),
    "introduction with its date behind": (
        "Ja\n\nGrace Hopper schrieb am 06.01.2026 um 10:00:\n\nGemahlen?\n",
        "Ja",
    ),
    "introduction between dashes": ("Yes\n\n-----On 6/1/2026 10:00, Grace Hopper wrote-----\n\nGround?\n", "Yes"),
    "original message between narrow dashes": ("Yes\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nGround?\n", "Yes"),
    "qq mail in english": ("Yes\n\n------------------ Original ------------------\nFrom: Grace\n\nGround?\n", "Yes"),
    "groupwise": ("Yes\n\n>>> Grace Hopper <hello@coffee.example> 06.01.2026 10:00 >>>\nGround?\n", "Yes"),
    "a help desk's line in any language": ("Ya\n\n##- Skrivit a-us d'al linenn-mañ -##\n\nKafe malet?\n", "Ya"),
    "headers on one line": (
        "Yes\n\nDate: Tue, 6 Jan 2026 10:00:00 +0000 From: hello@coffee.example To: Moreau, Ada Subject: Beans\n\nGround?\n",
        "Yes",
    ),
    "headers cut to two": ("Yes\n\nFrom: hello@coffee.example\nDate: 6 Jan 2026 10:00\n\nGround?\n", "Yes"),
    "link broken within a quote": (
        f"Yes.\n\n{ON}\n\n> See our list (https://coffee.example/list\n?page=2)\n> Grace\n",
        "Yes.",
    ),
    "wrapped end of a quoted line": (
        "Yes.\n\n> a quoted line that is quite long, so that the mail program of its\nreader\n> wrapped it badly\n",
        "Yes.",
    ),
}

VISIBLE = {
    "answers between quotes": f"{ON}\n> Which size?\nLarge.\n> Ground?\nNo.\n",
    "nothing but a quote": "> Which size?\n> Grace\n",
    "a forwarded letter": (
        "See below.\n\n---------- Forwarded message ---------\nFrom: Bob <bob@mail.example>\nDate: Tue\nSubject: Beans\nTo: Ada\n\nBuy!"
    ),
    "a letter passed on by apple mail": "See below.\n\n> Begin forwarded message:\n> \n> From: Bob <bob@mail.example>\n> Subject: Beans\n> \n> Buy!",
    "lines that only begin like headers": "From our shop to yours:\na happy new year.\nTo: everybody\n",
    "code with prompts": "I ran this:\n\n> npm install\n> npm start\n\nand it failed.\n",
    "code with prompts at the end": "I ran this:\n> npm install\n",
    "a sentence that begins like a telephone's": "Fine.\n\nSent from my desk, it is easier than from my telephone.",
    "a list with dashes": "Please send\n\n-beans\n-filters\n-a cup\n",
    "somebody's words told": "On Monday Bob wrote that the grinder is broken. Is it?\n",
    "an arrow": "Please change my order:\n\n250 g -> 500 g\n",
    "a rule between texts": "Part one\n\n-----\n\nPart two\n",
    "a journey": "Please book:\n\nFrom: Lyon\nTo: Paris\nDate: 6 January\n\nThanks\n",
    "what somebody wrote": "On 6 January 2026 your colleague <grace@coffee.example> wrote to me:\nyour parcel is on its way.\nIt is not.\n",
    "a parcel's way": "How it came?\n\nSent by courier on Monday",
    "a day and a place": "Here is the photograph.\n\nSent on the 5th of May from the shop",
    "a rule above a sentence": "First this.\n\n________________\nThen the rest of it.\n",
    "a short table": "My old order:\n\nFrom: Lyon\nDate: 6 January\n\nThanks\n",
    "a letter told of": "Hello,\n\nThis email was sent to the wrong shop, I fear.",
    "a letter told of in german": "Hallo,\n\nDiese E-Mail habe ich an den falschen Empfänger geschickt.",
    "fields of a form": "My papers:\n\nLicence: 2019 Ada Moreau <ada@mail.example>\nCity:\nLyon\n",
    "fields below a name": "Granted (c) 2019 by Ada Moreau <ada@mail.example>\nCity:\nLyon\n",
    "importance": "Important: please use the new address.\n\nThanks\n",
}


@pytest.mark.parametrize("words", SIGNING_OFF)
def test_below_whatever_they_sign_off_with_the_company_is_folded(words: str) -> None:
    assert fold(f"The large one.\n\n{words}{CONTACTS}").visible_text == f"The large one.\n\n{words}\n\nAda"


def test_a_place_to_answer_above_everything_quotes_nothing() -> None:
    ticket = "—-—-—-—\nReply above this line.\n\nWe will ship the fix."
    assert fold(ticket).visible_text == ticket and fold(f"Thanks!\n\n{ticket}").visible_text == "Thanks!"


@pytest.mark.parametrize(("text", "visible"), FOLDED.values(), ids=FOLDED)
def test_quotes_signatures_and_footers_are_folded(text: str, visible: str) -> None:
    assert fold(text).visible_text == visible


@pytest.mark.parametrize("text", VISIBLE.values(), ids=VISIBLE)
def test_what_the_writer_means_to_be_read_stays_visible(text: str) -> None:
    assert fold(text).visible_text == text.strip()


def test_headers_introduce_no_quote_where_the_subject_says_that_the_letter_is_passed_on() -> None:
    text = f"Please see to it.\n\n{HEADERS}"
    assert fold(text).visible_text == "Please see to it."
    assert fold(text, is_forward=True).visible_text == text.strip()


def test_the_parts_are_named_in_their_order() -> None:
    text = f"Large.\n\n-- \nAda\n\n{ON}\n> Which size?\n"
    assert [part.kind for part in fold(text).parts] == ["visible", "signature", "quote"]


PIECES = st.sampled_from(
    [ON, HEADERS, "> quoted", ">> deeper", "text", "", "-- ", "--", "Sent from my iPhone", "-----Original Message-----", "_" * 40,
     "Best regards,", "Ada", "On Monday", "wrote:", "Von: x", "From: a", "Tel: 1", "unsubscribe", "\r", "\x0b", "\u2028"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=40), max_size=30).map("\n".join) | st.text())
def test_the_parts_join_back_to_the_same_text(text: str) -> None:
    folded = fold(text)
    assert "".join(part.text for part in folded.parts) == text
    assert folded.visible_text or not text.strip()


HTML = {
    "gmail": (
        '<div dir="ltr">Large.</div><br><div class="gmail_quote"><div class="gmail_attr">Soandso pisze cośtam:<br></div>'
        '<blockquote class="gmail_quote">Which size?</blockquote></div>',
        '<div dir="ltr">Large.</div>',
    ),
    "outlook on the web": (
        '<div>Large.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Xyz:</b> Grace</div><div>Which size?</div>',
        "<div>Large.</div>",
    ),
    "outlook": (
        '<div><p class="MsoNormal">Groß.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>Von:</b> '
        "Grace<br><b>Gesendet:</b> Dienstag<br><b>An:</b> Ada<br><b>Betreff:</b> x</p></div><p>Welche Größe?</p></div>",
        '<div><p class="MsoNormal">Groß.</p></div>',
    ),
    "apple mail": (
        'Large.<br><div><br><blockquote type="cite"><div>On Jan 6, 2026, at 10:00, Grace wrote:</div><div>Size?</div></blockquote></div>',
        "Large.",
    ),
    "thunderbird, answered below": (
        '<div class="moz-cite-prefix">On 06.01.26 10:00, Grace wrote:<br></div><blockquote type="cite">Size?</blockquote><p>Large.</p>',
        "<p>Large.</p>",
    ),
    "gmail's signature": (
        '<div dir="ltr">Large.</div><br><div class="gmail_signature">Ada Moreau<br>Lyon</div>',
        '<div dir="ltr">Large.</div>',
    ),
    "spark": (
        '<div name="messageBodySection">Large.</div><div name="messageSignatureSection">Ada</div>'
        '<div name="messageReplySection">Grace: Size?</div>',
        '<div name="messageBodySection">Large.</div>',
    ),
    "zimbra": (
        '<div>Large.</div><div data-marker="__SIG_POST__">Ada</div><hr><div data-marker="__HEADERS__">Von: Grace</div>'
        '<div data-marker="__QUOTED_TEXT__">Size?</div>',
        "<div>Large.</div>",
    ),
    "yahoo": (
        '<div>Large.</div><div class="yahoo_quoted"><div>Le 6 janvier, x a dit</div><div>Size?</div></div>',
        "<div>Large.</div>",
    ),
}


@pytest.mark.parametrize(("html", "visible"), HTML.values(), ids=HTML)
def test_quotes_in_html_are_folded_where_mail_programs_mark_them(html: str, visible: str) -> None:
    assert fold_html(sanitise(html))[0] == visible


@pytest.mark.parametrize(
    "html",
    [
        "<p>Nothing quoted</p>",
        '<blockquote type="cite">Nothing but a quote</blockquote>',
        '<blockquote type="cite">Size?</blockquote>Large.<blockquote type="cite">Ground?</blockquote>No.',
        '<div>See</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Bob</div>Buy</div>',
        '<div>See</div><blockquote style="margin:0 0 0 40px;border:none">only indented</blockquote>',
    ],
)
def test_html_in_which_nothing_is_to_be_folded_stays_whole(html: str) -> None:
    clean = sanitise(html)
    assert fold_html(clean) == (clean, "")


TAGS = st.sampled_from(
    ["<div>", "</div>", "<p>", "</p>", "<br>", "<hr>", '<blockquote type="cite">', "</blockquote>", "<table><tr><td>", "</td></tr></table>",
     '<div id="divRplyFwdMsg">', '<div class="gmail_quote">', ON.replace("<", "&lt;"), "words", "<b>From:</b> a<br>Sent: b<br>To: c<br>Subject: d"]
)  # fmt: skip


@given(st.lists(TAGS, max_size=40).map("".join))
def test_both_halves_of_folded_html_are_well_formed(html: str) -> None:
    for half in fold_html(sanitise(html)):
        assert sanitise(half) == half


SIGNED = '<div>Thanks</div><div class="gmail_signature">Ada Moreau<br>Lyon</div>'


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Thanks\n\nAda Moreau\nLyon", "Thanks"),
        ("Thanks\nAda Moreau, *Lyon* <https://moreau.example>", "Thanks"),
        ("Thanks, Ada Moreau\nLyon", "Thanks, Ada Moreau\nLyon"),
        ("Ada Moreau\nLyon\n\nThanks", "Ada Moreau\nLyon\n\nThanks"),
        ("Ada Moreau\nLyon", "Ada Moreau\nLyon"),
    ],
)
def test_the_signature_that_html_marks_is_left_out_of_the_text_that_ends_with_it(text: str, left: str) -> None:
    assert unsigned(text, sanitise(SIGNED)) == left


BANNERS = (
    "[EXTERNAL]",
    "CAUTION: This email originated from outside of the organization. Do not\nclick links or open attachments unless you recognize the sender and know\nthe content is safe.",
    "External Email",
    "*** EXTERNAL EMAIL ***",
    "You don't often get email from a@b.example. Learn why this is important [https://aka.ms/LearnAboutSenderIdentification]",
    "ZjQcmQRYFpfptBannerStart\nThis Message Is From an External Sender\nThis message came from outside your organization.\nReport Suspicious\nZjQcmQRYFpfptBannerEnd",
    "ACHTUNG: Diese E-Mail stammt von außerhalb der Organisation. Klicken Sie nicht auf Links und öffnen Sie keine Anhänge, es sei denn, Sie kennen den Absender und wissen, dass der Inhalt sicher ist.",
    "Sie erhalten nicht häufig E-Mails von a@b.example. Erfahren Sie, warum dies wichtig ist",
    "ATTENTION : Ce courriel provient de l’extérieur de l’organisation. Ne cliquez pas sur les liens et n’ouvrez pas les pièces jointes à moins de reconnaître l’expéditeur.",
    "PRECAUCIÓN: Este correo electrónico se originó fuera de la organización. No haga clic en enlaces ni abra archivos adjuntos a menos que reconozca al remitente.",
    "LET OP: Deze e-mail is afkomstig van buiten de organisatie. Klik niet op links en open geen bijlagen tenzij u de afzender herkent.",
    "ATTENZIONE: Questa email proviene dall'esterno dell'organizzazione. Non fare clic su link o aprire allegati a meno che non si riconosca il mittente.",
    "UWAGA: Ta wiadomość pochodzi spoza organizacji. Nie klikaj linków ani nie otwieraj załączników, chyba że znasz nadawcę.",
    "Внимание: это письмо пришло из внешнего источника. Не открывайте вложения и ссылки, если не знаете отправителя.",
    "注意: このメールは社外から送信されました。リンクや添付ファイルを開く際は注意してください。",
    "EXTERNAL SENDER\n________________________________",
    "Externe E-Mail",
    "[EXTERN]",
    "⚠ External sender",
    "WARNING: This email originated outside of Contoso Group. Be cautious with links and attachments.",
    "CAUTION: External Email\nDo not click links or open attachments unless you trust the sender.",
)
NO_BANNERS = (
    "External monitor is broken\nHelp",
    "External email does not work since Monday\nHelp",
    "Caution: the kettle is hot\nHi",
    "Do not open the attachment unless you trust the sender\nhi",
    "This message is about the kettle outside my door.\nx",
    "CAUTION: This email originated from outside of the organization.",
    "[EXTERNAL] Hello, where is my order?\nAda",
    "Please do not open the attachment I sent.\nx",
    "Hello\n[EXTERNAL]\nx",
    "Attention\nmy order",
    "Achtung\nHallo",
    "This email is from outside, can you help?\nx",
    "External sender address is wrong in your shop\nx",
    "Attachments\nlinks",
)  # what people write, which says the same or nearly


@pytest.mark.parametrize("banner", BANNERS)
def test_what_a_gateway_puts_above_a_letter_is_folded_and_the_letter_is_not(banner):
    words = "The link that you sent is not safe, and I do not trust the sender."
    for between in ("\n", "\n\n", "\n________________________________\n"):
        text = f"{banner}{between}{words}\n\n{ON}\n\n> Which size?\n"
        folded = fold(text)
        assert folded.visible_text == words and "".join(part.text for part in folded.parts) == text
    html = "".join(f"<div>{line}</div>" for line in [*banner.split("\n"), words])
    shown, hidden = fold_html(sanitise(f"<div>{html}</div>"))
    assert words in shown and words not in hidden and "xtern" not in shown


@pytest.mark.parametrize("text", NO_BANNERS)
def test_what_people_write_above_their_letter_is_shown_even_if_it_sounds_like_a_gateway(text):
    assert fold(text).visible_text == text


def test_a_letter_of_banners_without_end_is_read_and_only_the_first_of_them_are_folded():
    text = "[EXTERNAL]\n" * 40_000 + "Hi"
    banner, *rest = fold(text).parts
    assert banner.kind == "footer" and 0 < len(banner.text) < 1000
    assert "".join(part.text for part in (banner, *rest)) == text
    assert folded_lines(text.split("\n"))[0] == (0, banner.text.count("\n"))
