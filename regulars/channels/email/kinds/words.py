"""What machines write in their subjects and first lines, in the languages they speak. Data only."""

AUTOMATIC_SUBJECT = (
    "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "automatic response",
    "automated reply", "automated response", "auto generated", "auto-generated", "automatically generated", "autoresponder", "yahoo! auto response", "[auto]", "[auto-reply]", "automatische antwort", "autoantwort",
    "automatische rückantwort", "automatische eingangsbestätigung", "réponse automatique", "reponse automatique",
    "respuesta automática", "respuesta automatica", "risposta automatica", "resposta automática", "resposta automatica",
    "automatisch antwoord", "automatisch bericht", "automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź",
    "автоматический ответ", "автоответ", "автоматична відповідь", "автовідповідь", "otomatik yanıt", "otomatik cevap",
    "automatiskt svar", "autosvar", "automatisk svar", "automaattinen vastaus", "automatická odpověď", "automatická odpoveď",
    "automatikus válasz", "răspuns automat", "αυτόματη απάντηση", "автоматичен отговор", "automatski odgovor", "samodejni odgovor",
    "自動応答", "自動返信", "自动回复", "自動回覆", "自动答复", "자동 회신", "자동응답", "자동 응답", "رد تلقائي", "الرد التلقائي", "תשובה אוטומטית",
    "מענה אוטומטי", "trả lời tự động", "การตอบกลับอัตโนมัติ", "ตอบกลับอัตโนมัติ", "balasan otomatis", "resposta automàtica",
)  # fmt: skip

AWAY_SUBJECT = (
    "out of office", "out of the office", "out-of-office", "ooo:", "[ooo]", "away from the office", "away from my mail", "i am away",
    "i'm away", "on vacation:", "vacation reply", "on annual leave", "on holiday:", "abwesenheit", "abwesenheitsnotiz", "abwesend:",
    "nicht im büro", "bin im urlaub", "urlaubsabwesenheit", "absence du bureau", "absent du bureau", "message d'absence",
    "notification d'absence", "en congés", "absence :", "absent :", "fuera de la oficina", "fuera de oficina", "ausencia de la oficina",
    "fuori ufficio", "fuori sede", "assenza dall'ufficio", "assente dall'ufficio", "fora do escritório", "ausência do escritório",
    "ausência temporária", "afwezig:", "afwezigheid", "niet aanwezig", "niet op kantoor", "poza biurem", "nieobecność", "urlop:",
    "нет на месте", "в отпуске", "отсутствую", "вне офиса", "немає на місці", "ofis dışında", "ofis dışı", "izindeyim", "frånvaro",
    "frånvarande", "ej på kontoret", "inte på kontoret", "fravær", "ikke på kontoret", "ikke til stede", "fraværende", "poissa",
    "poissaolo", "en ole paikalla", "mimo kancelář", "nepřítomnost", "mimo kanceláriu", "neprítomnosť", "nincs az irodában",
    "házon kívül", "távollét", "absent din birou", "εκτός γραφείου", "извън офиса", "不在通知", "不在のお知らせ", "不在にしており", "外出中",
    "不在办公室", "外出回复", "休假", "不在辦公室", "부재중", "부재 중", "خارج المكتب", "מחוץ למשרד", "vắng mặt", "ไม่อยู่ที่สำนักงาน",
    "di luar kantor", "fora de l'oficina",
)  # fmt: skip

AWAY_TEXT = (
    "out of office", "out of the office", "out-of-office", "away from the office", "away from my desk", "away until", "am away",
    "on vacation", "on holiday", "on leave", "annual leave", "parental leave", "maternity leave", "paternity leave", "sick leave",
    "limited access to", "no access to my e", "will be back", "will return", "returning to the office", "back in the office",
    "upon my return", "when i return", "currently away", "currently out", "currently unavailable", "not in the office", "be out until",
    "nicht im büro", "nicht im hause", "nicht am arbeitsplatz", "abwesend", "außer haus", "im urlaub", "in elternzeit", "wieder erreichbar",
    "wieder im büro", "nach meiner rückkehr", "derzeit nicht", "bin ich wieder", "ab dem", "absent", "absente", "en congé", "en vacances",
    "hors du bureau", "de retour", "mon retour", "fuera de la oficina", "fuera de oficina", "de vacaciones", "ausente", "mi regreso",
    "fuori ufficio", "fuori sede", "assente", "in ferie", "mio rientro", "al rientro", "fora do escritório", "de férias", "meu retorno",
    "meu regresso", "ausente", "afwezig", "niet op kantoor", "niet aanwezig", "op vakantie", "met verlof", "weer terug", "weer bereikbaar",
    "poza biurem", "na urlopie", "nieobecn", "po powrocie", "urlopie", "в отпуске", "отсутств", "вне офиса", "нет на месте", "вернусь",
    "у відпустці", "відсутн", "ofis dışında", "izindeyim", "izinde ", "tatildeyim", "dönüş", "på semester", "inte på kontoret",
    "ej på kontoret", "frånvarande", "föräldraledig", "är ledig", "åter på", "tillbaka", "på ferie", "ikke på kontoret", "holder ferie",
    "har fri", "tilbage", "lomalla", "poissa", "en ole paikalla", "tavoitettavissa", "na dovolené", "mimo kancelář", "nepřítom",
    "na dovolenke", "szabadság", "nem vagyok az irodában", "távol vagyok", "în concediu", "lipsesc din birou", "εκτός γραφείου", "άδεια",
    "σε διακοπές", "απουσι", "i'm out ", "i am out ", "am travelling until", "am traveling until", "в отпуск", "извън офиса", "na godišnjem", "na dopustu", "不在", "休暇", "休みを", "お休み", "出張", "外出", "休假", "度假",
    "请假", "出差", "辦公室", "不在办公室", "부재", "휴가", "출장", "خارج المكتب", "في إجازة", "إجازة", "בחופשה", "מחוץ למשרד", "חופשה", "nghỉ phép",
    "vắng mặt", "ลาพักร้อน", "ไม่อยู่", "cuti", "di luar kantor",
)  # fmt: skip

BOUNCE_SUBJECT = (
    "not delivered", "failed mail", "mail failed", "processing error", "mail error", "delivery error", "delivery report", "delivery warning",
    "delivery delay", "failure delivery", "delivery status", "user unknown", "non-delivery", "nondelivery", "mail could not be",
    "error sending your mail", "error mail report", "message has not yet been", "message delayed", "undelivered", "loop alert",
    "mail delivery", "message delivery has failed", "delivery unsuccessful", "メールエラー", "邮件传输失败", "邮件投递", "系统退信", "送信エラー",
    "undeliver", "delivery status notification", "delivery failure", "delivery has failed", "mail delivery failed", "mail delivery failure",
    "delivery notification", "failure notice", "returned mail", "mail delivery system", "message undeliverable", "mail system error",
    "delivery delayed", "delayed mail", "warning: could not send", "warning: message", "could not be delivered", "couldn't be delivered",
    "nondeliverable", "non-deliverable", "non delivery", "rejected mail", "mail delivery problem", "message not delivered",
    "your message wasn't delivered", "returned to sender", "returning message to sender", "failed delivery", "unable to deliver",
    "delivery problem", "bounced mail", "address not found", "unzustellbar", "nicht zustellbar", "nicht zugestellt", "zustellung fehlgeschlagen",
    "zustellungsfehler", "rückläufer", "non remis", "non remise", "échec de la remise", "échec de remise", "non distribu", "impossible de remettre",
    "no se puede entregar", "no entregado", "no se pudo entregar", "error de entrega", "devuelto", "mancato recapito", "non recapitabile",
    "mancata consegna", "recapito non riuscito", "não foi possível entregar", "não entregue", "falha na entrega", "falha de entrega",
    "onbestelbaar", "niet bezorgd", "niet afgeleverd", "bezorging mislukt", "niedostarczon", "niemożliwe do dostarczenia", "zwrot wiadomości",
    "не доставлен", "недоставлен", "невозможно доставить", "ошибка доставки", "не удалось доставить", "teslim edilemedi", "iletilemedi",
    "kunde inte levereras", "går inte att leverera", "olevererbar", "kunne ikke leveres", "ikke leveret", "kan ikke leveres", "ei voitu toimittaa",
    "toimittaminen epäonnistui", "nedoručiteln", "nebylo možné doručit", "kézbesíthetetlen", "nu a putut fi livrat", "配信不能", "配信できません",
    "送信できませんでした", "エラーメール", "无法送达", "无法投递", "退信", "投递失败", "無法傳遞", "無法送達", "배달되지 않음", "배달 실패", "전송 실패", "تعذر التسليم", "לא ניתן למסור",
)  # fmt: skip

BOUNCE_TEXT = (
    "this is the mail system at host", "this is the qmail-send program", "could not be delivered to one or more of its recipients",
    "delivery to the following recipient", "delivery has failed to these recipients", "had permanent fatal errors",
    "had transient non-fatal errors", "this is a permanent error", "your message wasn't delivered to", "your message could not be delivered",
    "i wasn't able to deliver your message", "unable to deliver your message", "the following address(es) failed",
    "the following message to", "your message did not reach some or all of the intended recipients", "the original message was received at",
    "was undeliverable", "couldn't be delivered to", "message was created automatically by mail delivery software",
    "the following recipient(s) could not be reached", "address couldn't be found", "reason why mail could not be delivered",
    "non-delivery report", "nondelivery report", "failed recipient", "failed addresses", "failure reasons", "unknown user:", "user unknown",
    "no such user", "not a valid user", "unknown recipient", "no valid recipients", "intended recipient:", "invalid user", "did not receive your message", "did not receive a copy",
    "did not reach the following", "mail has been returned", "message not delivered to the following", "delivery attempts",
    "unzustellbar", "nicht zugestellt", "konnte nicht zugestellt", "konnten nicht zugestellt", "zustellung fehlgeschlagen", "n'a pas pu être",
    "n'a pas pu etre", "n'ont pas pu être", "n'a pas été remis", "échec de la remise", "no se ha podido entregar", "no se pudo entregar",
    "no pudo ser entregado", "non è stato possibile", "non è stato recapitato", "impossibile recapitare", "não pôde ser entregue",
    "não foi possível entregar", "não pode ser entregue", "kon niet worden bezorgd", "kon niet worden afgeleverd", "niet bezorgd",
    "nie została dostarczona", "nie można dostarczyć", "nie mogła zostać dostarczona", "не было доставлено", "не удалось доставить",
    "не может быть доставлено", "не доставлено", "teslim edilemedi", "iletilemedi", "kunde inte levereras", "kunne ikke leveres",
    "ei voitu toimittaa", "nelze doručit", "nemohla být doručena", "nem kézbesíthető", "nu a putut fi livrat", "δεν ήταν δυνατή η παράδοση",
    "配信できません", "送信できません", "届けることができません", "配達できません", "无法投递", "无法送达", "无法发送", "投递失败", "傳送失敗",
    "無法傳遞", "전달되지 않았", "배달하지 못", "전송하지 못", "تعذر تسليم", "לא ניתן היה למסור",
)  # fmt: skip

REJECTION_TEXT = (
    "was automatically rejected", "has been automatically rejected", "refused by the recipient", "rejected by the recipient",
    "automatically refused",
)  # fmt: skip

RECEIPT_SUBJECT = (
    "read:", "not read:", "read receipt", "return receipt", "gelesen:", "ungelesen:", "lesebestätigung", "lu :", "lu:", "non lu :",
    "accusé de lecture", "confirmation de lecture", "leído:", "no leído:", "confirmación de lectura", "letto:", "non letto:",
    "conferma di lettura", "lida:", "lido:", "confirmação de leitura", "gelezen:", "leesbevestiging", "przeczytano:", "potwierdzenie odczytu",
    "прочитано:", "прочтено:", "уведомление о прочтении", "okundu:", "läst:", "läskvitto", "læst:", "lest:", "lesekvittering", "luettu:",
    "lukukuittaus", "přečteno:", "olvasott:", "開封済み:", "開封確認", "已读:", "已讀:", "읽음:",
)  # fmt: skip

CHALLENGE_SUBJECT = (
    "demande d'authentification",
    "please confirm your message", "please confirm your email", "confirm your message", "verify your message", "request verification",
    "sender verification", "verification required", "please verify your e-mail to", "message requires confirmation", "(sender confirmation)",
    "awaits verification", "please validate your email", "boxbe", "spamarrest", "[spam arrest]", "confirmation required to deliver",
    "anti-spam confirmation", "bitte bestätigen sie ihre nachricht",
)  # fmt: skip

CHALLENGE_TEXT = (
    "to deliver your message, please", "click the link below to have your message delivered", "one-time verification", "prove that you are human",
    "prove you are human", "verify that you are a human", "i am protecting myself from", "protecting myself from receiving junk",
    "your message is being held", "your message has been held", "message will be delivered once you", "challenge-response",
    "have your address added", "guest list", "has been waitlisted", "click the link below to be added", "allowed list", "ensure delivery of your e", "spamblocker", "spam arrest", "not in my address book",
    "add you to my address book", "request a one-time", "approved sender", "not pre-approved", "confirm that you are a person",
    "confirm you are human", "not a robot", "your email is awaiting", "requires you to verify", "verify your identity as a",
    "verify your email address in order to", "antispam uol", "mailinblack", "merci de vous authentifier", "confirme o envio", "approve your message", "add yourself to my guest list", "to be added to my approved", "not yet on my list of approved senders",
)  # fmt: skip

CONFIRMATION_TEXT = (
    "thank you for your e-mail", "thank you for your email", "thank you for you e", "thank you for your message", "thanks for your email",
    "thanks for your message", "thank you for your inquiry", "thank you for your enquiry", "thank you for getting in touch",
    "will get back to you", "as soon as possible", "vielen dank für ihre", "danke für ihre", "merci pour votre", "merci de votre",
    "gracias por su", "grazie per ", "obrigado por", "obrigada por", "bedankt voor", "dziękujemy za", "спасибо за ваш", "tack för ditt",
    "have received your", "we received your", "has been received", "thank you for contacting", "thanks for contacting",
    "ticket has been created", "request has been created", "will get back to you", "haben ihre", "ihre anfrage", "ihre nachricht erhalten",
    "eingegangen", "avons bien reçu", "avons reçu votre", "hemos recibido", "gracias por contactar", "abbiamo ricevuto", "recebemos a sua",
    "recebemos sua", "hebben uw", "hebben je", "ontvangen", "otrzymaliśmy", "zgłoszenie zostało", "получили ваш", "ваше обращение",
    "отримали ваш", "talebiniz", "mesajınız", "tagit emot", "har mottagit", "har modtaget", "har mottatt", "olemme vastaanottaneet",
    "přijali jsme", "megkaptuk", "am primit", "λάβαμε", "受け付けました", "受付", "已收到", "已经收到", "접수", "استلمنا", "קיבלנו",
)  # fmt: skip

MAY_FOLLOW = (
    "re:", "fw", "until", "till", "from", "reply", "notification", "notice", "message", "response", "to:", "auto", "bis ", "vom ", "ab ",
    "jusqu", "du ", "de ", "hasta", "fino", "dal ", "até", "tot ", "van ", "do ", "od ", "до ", "с ", "for ", "on ", "mail", "e-mail", "-",
)  # fmt: skip
