"""What mail gateways put in front of a letter from elsewhere: "CAUTION: External sender. Do not click on links …".

Read sentence by sentence, each of which must be of a known form, from the first character on: whatever a person wrote ends it.
The forms are those of Exchange and Outlook, Mimecast, Proofpoint, Barracuda, Cisco and their like, in the languages they speak.
"""

from __future__ import annotations

import re

MOST_LINES = 30
LONGEST = 10  # lines of one paragraph, wrapped
_GAP = r"[\s\W_]*"
_REST = r"[^.!?。！]{0,160}"
_HOUSE = (
    r"organi[sz]ation|company|network|domain|institution|university|college|agency|firm|corporation|business|enterprise|council|school|group|"
    r"tenant|system|organisation|unternehmens?|firma|netzwerks?|hauses|entreprise|société|réseau|organización|empresa|compañía|organizzazione|"
    r"azienda|società|rete|organização|organisatie|bedrijf|netwerk|organizacji|firmy|organisationen|företaget|organisasjonen|virksomheden|"
    r"organisaation|organizace|společnosti|организации|компании|організації|kuruluş\w*|şirket\w*|组织|組織|公司|社外|조직"
)
_CALL = (
    r"caution|warning|attention|notice|alert|important|security (?:notice|warning|alert)|be careful|achtung|vorsicht|warnung|hinweis|"
    r"avertissement|prudence|precaución|atención|advertencia|aviso|attenzione|avviso|atenção|cuidado|let op|waarschuwing|opgelet|uwaga|"
    r"ostrzeżenie|varning|obs|advarsel|varoitus|huomio|upozornění|pozor|внимание|осторожно|увага|dikkat|uyarı|注意|警告|주의"
)
_MAIL = (
    r"(?:e-?)?mails?(?: message)?|messages?|communication|nachricht|courriels?|correo(?: electrónico)?|mensaje|messaggio|mensagem|bericht|"
    r"wiadomość|meddelande|meddelelse|viesti|zpráva|письмо|сообщение|лист|повідомлення|e-?posta|ileti|邮件|郵件|メール|메일"
)
_OTHER = r"external|extern(?:e[rs]?|al|o|a)?|externí|zewnętrzn[ay]|ekstern[et]?|ulkoinen|внешн(?:ее|ий|яя)|зовнішній|harici|dış|外部"
_SENDER = r"sender|source|absender|expéditeur|remitente|mittente|remetente|afzender|nadawc[ay]|avsändare|avsender|afsender|lähettäjä|odesílatel|отправитель|відправник|gönderen|送信者|发件人|寄件者|발신자"

# Says by itself where the letter came from: a mark, in brackets or stars, or of the word for mail beside that for outside.
_MARK = rf"(?:{_OTHER})[ -]?(?:{_MAIL}|{_SENDER})|(?:{_MAIL}|{_SENDER})[ -](?:{_OTHER})|외부 ?(?:{_MAIL}|{_SENDER})"
_BRACKETED = rf"(?:\[|\*{{2,}}|\(|<|【)\s*(?:{_CALL})?[\s:!–-]*(?:ext|{_OTHER})(?:[\s:-]+(?:{_MAIL}|{_SENDER}))?\s*(?:\]|\*{{2,}}|\)|>|】)"
_ORIGIN = tuple(
    form.replace("HOUSE", f"(?:{_HOUSE})").replace("REST", _REST)
    for form in (
        # en
        r"(?:this|the) (?:e-?mail|message|mail|communication|sender)(?: message)?[^.!?]{0,60}\b(?:outside|external to)(?: of)?\b[^.!?]{0,60}\bHOUSE\bREST",
        r"(?:this|the) (?:e-?mail|message|mail|communication)(?: message)? (?:originated|originates|came|comes|is|was (?:sent|received)|has been (?:sent|received)|was delivered) (?:from|by) an? (?:external|untrusted|unknown) (?:source|sender|e-?mail|address|party|domain|account|server|system|network)REST",
        r"this (?:message|e-?mail) is from an? (?:external|untrusted) senderREST", r"you have not previously corresponded with this senderREST",
        r"(?:some people who received this message )?(?:you )?do(?:n['’]t| not) often (?:get|receive) e-?mails? from \S+@\S+",
        r"the sender of this (?:e-?mail|message) (?:could|can) ?not be (?:verified|validated)REST", r"this sender(?: \S+@\S+)? is (?:from )?outside (?:of )?your HOUSEREST",
        # de
        r"diese(?:r|s)? (?:e-?mail|mail|nachricht|absender)\b[^.!?]{0,60}\b(?:außerhalb|ausserhalb|extern\w*)\b[^.!?]{0,60}(?:HOUSE|absender|quelle|system|server)\bREST",
        r"sie erhalten (?:nicht (?:oft|häufig)|selten) (?:e-?mails?|nachrichten) von \S+@\S+",
        # fr
        r"ce(?:t|tte)? (?:e-?mail|mail|courriel|message)(?: électronique)?\b[^.!?]{0,60}(?:extérieur|externe|hors)\b[^.!?]{0,60}(?:HOUSE|expéditeur)?REST",
        r"vous n['’](?:obtenez|recevez) pas souvent d['’]e-?mails? (?:à partir )?de \S+@\S+",
        # es, it, pt
        r"est[ea] (?:correo|mensaje|e-?mail)(?: electrónico)?\b[^.!?]{0,60}(?:fuera|externo|externa|exterior)\b[^.!?]{0,60}(?:HOUSE|remitente)REST",
        r"no (?:suele|sueles) recibir correos?(?: electrónicos?)? de \S+@\S+",
        r"quest[oa] (?:e-?mail|messaggio|mail)\b[^.!?]{0,60}(?:esterno|esterna|fuori|dall['’]esterno)\b[^.!?]{0,60}(?:HOUSE|mittente)REST",
        r"non (?:si ricevono|ricevi|riceve) spesso (?:messaggi(?: di posta elettronica)?|e-?mail|posta elettronica) da \S+@\S+",
        r"est[ea] (?:e-?mail|mensagem)\b[^.!?]{0,60}(?:fora|externo|externa|exterior)\b[^.!?]{0,60}(?:HOUSE|remetente)REST",
        r"(?:você )?não costuma receber (?:e-?mails?|mensagens) de \S+@\S+",
        # nl, pl, sv, da, nb, fi, cs
        r"dit bericht\b[^.!?]{0,60}buiten\b[^.!?]{0,60}HOUSEREST", r"deze (?:e-?mail|mail)\b[^.!?]{0,60}(?:buiten|externe)\b[^.!?]{0,60}(?:HOUSE|afzender)REST",
        r"u ontvangt niet vaak (?:e-?mails?|berichten) van \S+@\S+",
        r"ta wiadomość\b[^.!?]{0,60}(?:spoza|zewnętrzn\w+|poza)\b[^.!?]{0,60}(?:HOUSE|nadawcy)?REST",
        r"(?:detta|denna|denne|dette|den här) (?:e-?post\w*|e-?mail\w*|mail\w*|meddelande\w*|meddelelse\w*|melding\w*)\b[^.!?]{0,60}(?:utanför|utenfor|uden for|extern\w*|ekstern\w*)\bREST",
        r"tämä (?:viesti|sähköposti)\b[^.!?]{0,60}(?:ulkopuolelta|ulkoi\w+)\bREST",
        r"(?:tento|tato) (?:e-?mail|zpráva)\b[^.!?]{0,60}(?:mimo|extern\w+|vnější\w*)\bREST",
        # ru, uk, tr, zh, ja, ko
        r"(?:это|данное) (?:письмо|сообщение|электронное письмо)\b[^.!?]{0,60}(?:извне|внешн\w+|за пределами)\bREST",
        r"(?:цей лист|це повідомлення)\b[^.!?]{0,60}(?:ззовні|зовнішн\w+|за межами)\bREST",
        r"bu (?:e-?posta|ileti|mesaj)\b[^.!?]{0,60}(?:dışından|dışarıdan|harici)\bREST",
        r"(?:此|本|这封|該|这|這封)(?:电子)?(?:邮件|郵件|电邮|信件)[^。！]{0,30}(?:外部|组织外|組織外|公司外)[^。！]{0,40}", r"この(?:メール|メッセージ)は[^。！]{0,30}(?:外部|社外|組織外)[^。！]{0,40}",
        r"이 (?:메일|이메일|메시지)[은는]?[^.。！]{0,30}외부[^.。！]{0,40}",
    )
)  # fmt: skip
# What to beware of: a link or an attachment, and why one might; never by itself.
_THING = (
    r"links?|attachments?|credentials|login|anhänge?n?|anlagen?|dateien|liens?|pièces? jointes?|enlaces?|vínculos?|adjuntos?|archivos|collegament[io]|"
    r"allegat[io]|anexos?|ligações|bijlagen?|koppelingen|link\w*|załącznik\w*|odnośnik\w*|länkar|bilagor|lenker|vedlegg|vedhæftninger|vedhæftede|"
    r"linkkejä|liitteitä|odkazy?|příloh\w*|ссылк\w*|вложени\w*|посилан\w*|вкладен\w*|bağlantı\w*|ek(?:ler)?i|链接|連結|附件|リンク|添付|링크|첨부"
)
_WHY = (
    r"unless|until|unknown|unexpected|suspicious|sender|source|safe|trust|recogni[sz]e|cautio|careful|vigilan|expect|verify|absender|sicher|"
    r"vertrau|vorsicht|expéditeur|prudence|sûrs?|confiance|sauf|remitente|segur[oa]|cautela|mittente|sicur[oi]|remetente|afzender|veilig|nadawc|"
    r"bezpieczn|ostrożn|avsändar|säker|avsender|afsender|trygg|sikker|lähettäj|odesílatel|bezpečn|отправител|осторожн|безопас|відправник|обережн|"
    r"gönderen|güven|发件人|寄件|安全|送信|注意|발신|안전|주의"
)
_ASKS = (
    r"(?:please,? )?(?:do not|don['’]t|never|avoid|be |use |exercise |treat |verify|only )|(?:bitte )?(?:klicken|öffnen|seien|prüfen|vorsicht|keine)|"
    r"(?:veuillez )?(?:ne |n['’]ouvr|évite|soyez|faites)|(?:por favor,? )?(?:no |evite|tenga|não |tenha)|(?:si prega di )?(?:non |fare |prestare|evita)|"
    r"(?:klik|open|wees|nie |zachowaj|klicka|öppna|ikke|klikk|vær|åpne|åbn|älä|nekli|neotev|не |не́|будьте|bağlantı|lütfen)|"
    r"(?=[^。！]*(?:请勿|請勿|不要|切勿|注意|ください|마십시오|마세요|주의))"
)
_ADVICE = rf"(?:{_ASKS})(?=[^.!?。！]{{0,300}}(?:{_THING}))(?=[^.!?。！]{{0,300}}(?:{_WHY}))[^.!?。！]{{5,300}}"
_MORE = (
    r"learn why this is important|report suspicious|report (?:this )?(?:as )?(?:phishing|spam)|think before you (?:click|act)|please (?:be|exercise) (?:cautious|caution|careful)|"
    r"use caution|if in doubt,? contact (?:the )?(?:it|service desk|helpdesk)" + _REST + r"|erfahren sie,? warum dies wichtig ist|découvrez pourquoi (?:ceci|cela) est important|"
    r"pourquoi c['’]est important|(?:descubra|obtenga información sobre) por qué esto es importante|informazioni sul perché è importante|"
    r"saiba por que isso é importante|meer informatie over waarom dit belangrijk is|ZjQcmQRYFpfptBanner(?:Start|End)|https?://aka\.ms/LearnAboutSenderIdentification"
)  # fmt: skip
_FLAGS = re.IGNORECASE
GAP, CALL = re.compile(_GAP), re.compile(rf"(?:{_CALL})\b[\s:!.–—-]*", _FLAGS)
ORIGIN = re.compile("|".join(_ORIGIN), _FLAGS)
MARKED = re.compile(rf"(?:{_CALL})?[\s:!–—-]*(?:{_MARK})(?!\w)(?=\W*(?:$|[\]*)>:!.–—-]))", _FLAGS)
BRACKETED = re.compile(rf"\s*(?:{_BRACKETED})", _FLAGS)
MORE = re.compile(f"(?:{_MORE})", _FLAGS)
ADVICE = re.compile(_ADVICE, _FLAGS)


def banner_ends(lines: list[str]) -> int:
    """How many lines at the top are a gateway's; 0 when there are none, or nothing else would be left."""
    end = position = 0
    while position < min(len(lines), MOST_LINES):
        if not any(map(str.isalnum, lines[position])):
            position += 1
            continue
        length = _paragraph(lines[position : position + LONGEST], is_within=end > 0)
        if not length:
            break
        end = position = position + length
    while 0 < end < len(lines) and not any(map(str.isalnum, lines[end])) and ">" not in lines[end]:
        end += 1
    return end if any(map(str.strip, lines[end:])) else 0


def _paragraph(lines: list[str], *, is_within: bool) -> int:
    """How many of these lines, the more the better, are nothing but sentences of a banner."""
    most = next((place for place, line in enumerate(lines) if not line.strip()), len(lines))
    for length in range(most, 0, -1):
        if _is_banner(" ".join(line.strip() for line in lines[:length]), is_within=is_within):
            return length
    return 0


def _is_banner(text: str, *, is_within: bool) -> bool:
    """Whether it says, from the first to the last character, that it is from elsewhere, and what to beware of then."""
    position, says = 0, is_within
    while position < len(text):
        found = BRACKETED.match(text, position)
        position = position if found else GAP.match(text, position).end()  # type: ignore[union-attr]
        found = found or MARKED.match(text, position) or ORIGIN.match(text, position)
        says = says or found is not None
        if found is None and position < len(text):
            call = CALL.match(text, position)
            found = call or MORE.match(text, position) or (ADVICE.match(text, position) if says else None)
        if found is None or found.end() == position:
            return position == len(text) and says
        position = found.end()
    return says
