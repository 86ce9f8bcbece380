"""How mail programs introduce a quote, in the languages they speak. Data only; `marks` says what it means."""

WROTE = (
    "wrote", "writes", "said", "schrieb", "hat geschrieben", "a écrit", "écrit", "a ecrit", "escribió", "escribio", "ha escrito",
    "ha scritto", "scrive", "escreveu", "schreef", "geschreven", "heeft geschreven", "napisał", "napisała", "napisał(a)",
    "napisał/a", "napisana przez", "pisze", "написал", "написала", "написал(а)", "написал/а", "пишет", "написав", "написала", "пише", "написа",
    "yazdı", "yazmış", "skrev", "kirjoitti", "napsal", "napsala", "napsal(a)", "napísal", "napísal(a)", "napisao", "je napisao",
    "napisao/la", "je napisao/la", "je napisal", "ezt írta", "írta", "a scris", "έγραψε", "rašė", "rakstīja", "kirjutas", "skrifaði", "va escriure",
    "idatzi du", "escribiu", "のメール", "書きました", "のメッセージ", "写道", "寫道", "写到", "寫到", "撰写", "작성", "작성했습니다", "씀",
    "كتب", "كتبت", "كتابة ما يلي بواسطة", "כתב", "כתבה", "כתב/ה", "نوشت", "ने लिखा", "đã viết", "viết", "เขียนว่า", "เขียน",
    "menulis", "tulis", "sumulat", "odesílatel", "odosielateľ", "от", "מאת", "wrote the following", "responded", "ha escrit",
)  # fmt: skip
"""Verbs (and the prepositions that some languages use instead) after which a quoted author's words follow."""

CITING = (
    "quoting",
    "zitat von",
    "citando",
    "citando a",
    "cytowanie",
    "citat från",
    "citat fra",
    "citation de",
    "quoth",
)
"""What mail programs put before the quoted author's name where no verb follows."""

BEGINS_WITH = (
    "on", "am", "le", "el", "il", "em", "op", "w dniu", "dnia", "den", "på", "pe", "în", "la data de", "στις", "vào", "pada",
    "il giorno", "el día", "el dia", "no dia", "dne", "dňa", "dana", "в", "на", "за", "בתאריך", "ב-", "في", "در", "a las", "le",
    "quoting", "zitat von", "citando", "em", "2e", "--- on", "a(z)", "dia", "o dia", "ngày", "เมื่อ", "ที่",
)  # fmt: skip

ORIGINAL_MESSAGE = (
    "original message", "original email", "original mail", "original appointment", "reply message", "replied message",
    "ursprüngliche nachricht", "originalnachricht", "original-nachricht", "ursprüngliche mitteilung", "antwort nachricht",
    "antwortnachricht", "ursprüngliche e-mail", "originalmail", "courrier original", "message de réponse",
    "message d'origine", "message d’origine", "message original", "message initial", "courriel original", "mail original",
    "mensaje original", "correo original", "messaggio originale", "messaggio di origine", "mensagem original",
    "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht", "wiadomość oryginalna", "oryginalna wiadomość",
    "wiadomosc oryginalna", "treść oryginalnej wiadomości", "исходное сообщение", "оригинальное сообщение", "исходное письмо",
    "пересылаемое письмо", "оригінальне повідомлення", "orijinal mesaj", "özgün ileti", "orijinal ileti",
    "ursprungligt meddelande", "originalmeddelande", "oprindelig meddelelse", "original meddelelse", "oprindelig besked", "oprindelig mail", "opprinnelig melding",
    "original melding", "alkuperäinen viesti", "původní zpráva", "původní e-mail", "pôvodná správa", "eredeti üzenet",
    "mesaj original", "mesajul original", "αρχικό μήνυμα", "оригинално съобщение", "izvorna poruka", "originalna poruka",
    "originalus laiškas", "元のメッセージ", "元のメール", "オリジナルメッセージ", "原始邮件", "原始郵件", "原邮件", "原郵件", "原始信件",
    "원본 메시지", "원본 메일", "원본 이메일", "원본메일", "الرسالة الأصلية", "رسالة أصلية", "ההודעה המקורית", "הודעה מקורית",
    "original", "reply to message", "回复的原邮件", "izvirno sporočilo", "оригинална порука", "originalus laiškas", "algne kiri",
    "oriģinālais ziņojums", "upprunaleg skilaboð", "پیام اصلی", "मूल संदेश", "jatorrizko mezua", "mensaxe orixinal",
    "thư gốc", "tin nhắn gốc", "ข้อความต้นฉบับ", "ข้อความเดิม", "pesan asli", "missatge original",
)  # fmt: skip

FORWARDED_MESSAGE = (
    "forwarded message", "forwarded by", "begin forwarded message", "forwarded email", "forwarded mail", "start of forwarded message",
    "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail",
    "message transféré", "message transmis", "début du message transféré", "début du message réexpédié", "message reexpedié",
    "mensaje reenviado", "inicio del mensaje reenviado", "messaggio inoltrato", "inizio messaggio inoltrato", "inizio messaggio",
    "mensagem encaminhada", "mensagem reencaminhada", "início da mensagem reencaminhada", "doorgestuurd bericht",
    "begin doorgestuurd bericht", "przekazana wiadomość", "wiadomość przekazana", "początek przekazywanej wiadomości",
    "пересылаемое сообщение", "пересланное сообщение", "начало переадресованного сообщения", "переслане повідомлення",
    "yönlendirilmiş ileti", "yönlendirilen ileti", "iletilen mesaj", "vidarebefordrat meddelande", "vidarebefordrat brev",
    "videresendt meddelelse", "videresendt besked", "start på videresendt besked", "videresendt melding",
    "välitetty viesti", "edelleenlähetetty viesti", "přeposlaná zpráva", "začátek přeposílané zprávy", "preposlaná správa",
    "továbbított üzenet", "mesaj redirecționat", "προωθημένο μήνυμα", "препратено съобщение", "proslijeđena poruka",
    "転送されたメッセージ", "転送メッセージ", "转发的邮件", "转发邮件", "轉寄郵件", "轉寄的郵件", "전달된 메시지", "전달된 메일",
    "رسالة معاد توجيهها", "الرسالة المعاد توجيهها", "הודעה שהועברה", "thư đã chuyển tiếp", "ข้อความที่ส่งต่อ", "pesan terusan",
)  # fmt: skip

REPLY_ABOVE = (
    "reply above this line", "type your reply above", "reply above the line", "write above this line", "respond above this line",
    "enter your reply above", "add your reply above", "please reply above", "write your reply above", "reply above dashed line",
    "do not write below this line", "do not reply below this line", "выше этой строки", "此线上方", "此行上方", "أعلى هذا السطر",
    "original message processed by david", "antworten sie über dieser zeile", "antwort über dieser zeile", "oberhalb dieser zeile", "über diese zeile",
    "répondre au-dessus de cette ligne", "réponse au-dessus de cette ligne", "écrivez au-dessus de cette ligne",
    "votre réponse au-dessus", "responda por encima de esta línea", "escriba su respuesta encima", "respuesta por encima de esta línea",
    "escriba su respuesta por encima", "rispondere sopra questa riga", "rispondi sopra questa riga", "risposta sopra questa riga",
    "scrivi la tua risposta sopra", "responda acima desta linha", "digite sua resposta acima", "resposta acima desta linha",
    "typ uw antwoord boven deze regel", "antwoord boven deze regel", "typ je antwoord boven", "odpowiedz powyżej tej linii",
    "wpisz odpowiedź powyżej", "odpowiedź powyżej tej linii", "ответ выше этой линии", "введите ответ над этой строкой",
    "над этой чертой", "yanıtınızı bu satırın üzerine", "bu satırın üstüne", "skriv ditt svar ovanför", "svara ovanför denna rad",
    "skriv dit svar over denne linje", "svar over denne linje", "skriv svaret ditt over denne linjen", "svar over denne linjen",
    "kirjoita vastauksesi tämän rivin yläpuolelle", "vastaa tämän rivin yläpuolelle", "odpověď napište nad tento řádek",
    "napište svou odpověď nad", "この行より上に返信", "この行の上に返信", "请在此行上方回复", "請在此行上方回覆", "在此线上方回复",
    "이 줄 위에 회신", "이 줄 위에 답장", "اكتب ردك فوق هذا السطر", "הקלד את תשובתך מעל שורה זו", "השב מעל שורה זו",
)  # fmt: skip

HEADERS = {
    "from": (
        "from", "von", "de", "da", "van", "från", "fra", "lähettäjä", "od", "от", "від", "kimden", "gönderen", "feladó", "de la",
        "από", "差出人", "送信者", "送信元", "发件人", "發件人", "寄件者", "寄件人", "보낸 사람", "보낸사람", "보낸이", "발신", "من", "מאת",
        "từ", "จาก", "dari", "expéditeur", "remitente", "mittente", "remetente", "afzender", "nadawca", "отправитель", "desde",
        "absender", "avsändare", "afsender", "avsender", "odesílatel", "odosielateľ", "pošiljatelj", "šalje", "no", "nuo", "saatja",
        "од", "از", "daripada", "प्रेषक", "से", "nork", "frá",
    ),
    "sent": (
        "sent", "date", "sent on", "gesendet", "datum", "gesendet am", "envoyé", "envoyé le", "enviado", "enviado el", "enviado em",
        "fecha", "inviato", "data", "data di invio", "enviada", "enviada em", "enviada el", "verzonden", "verzonden op", "wysłano",
        "wysłane", "отправлено", "дата", "gönderme tarihi", "gönderildi", "gönderilme tarihi", "tarih", "skickat", "sendt", "dato",
        "lähetetty", "päiväys", "päivämäärä", "odesláno", "odoslané", "dátum", "elküldve", "trimis", "trimis la", "στάλθηκε",
        "ημερομηνία", "送信日時", "日時", "日付", "日期", "发送时间", "發送時間", "寄件日期", "傳送時間", "时间", "時間", "发送日期",
        "보낸 날짜", "보낸날짜", "날짜", "보낸 시간", "일시", "تاريخ الإرسال", "تم الإرسال", "التاريخ", "נשלח", "נשלח ב", "תאריך", "đã gửi",
        "ngày", "ส่ง", "วันที่", "dikirim", "tanggal", "надіслано", "изпратено", "poslano", "slanje", "saadetud", "išsiųsta",
        "nosūtīts", "wysłany", "odeslano",
        "kuupäev", "datums", "poslato", "послато", "датум", "تاریخ", "ارسال شده", "dihantar", "भेजा गया", "दिनांक", "enviat", "enviat el", "bidalia",
        "ngày gửi",
    ),
    "to": (
        "to", "an", "à", "a", "para", "aan", "do", "кому", "kime", "alıcı", "till", "til", "vastaanottaja", "komu", "címzett", "către",
        "catre", "προς", "宛先", "收件人", "收件者", "받는 사람", "받는사람", "받는이", "수신", "إلى", "אל", "đến", "tới", "ถึง", "kepada",
        "untuk", "до", "destinataire", "destinatario", "destinatário", "ontvanger", "empfänger", "adresat", "получатель", "prima",
        "saaja", "kam", "za", "за", "به", "प्रति", "को", "per a", "nori", "ke",
    ),
    "cc": (
        "cc", "kopie", "kopia", "копия", "копія", "bilgi", "kopi", "kopio", "másolatot kap", "cópia", "copia", "copie", "κοιν",
        "κοινοποίηση", "抄送", "副本", "참조", "نسخة", "עותק", "c.c", "dw", "kopija", "sk", "cc:",
    ),
    "subject": (
        "subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "temat", "тема", "konu", "ämne", "emne", "aihe",
        "předmět", "predmet", "tárgy", "subiect", "θέμα", "件名", "主题", "主題", "主旨", "標題", "标题", "제목", "الموضوع", "נושא",
        "הנדון", "chủ đề", "tiêu đề", "เรื่อง", "หัวเรื่อง", "perihal", "subjek", "относно", "teema", "tema", "assumpte", "sujet", "re",
        "temats", "tēma", "zadeva", "موضوع", "विषय", "gaia", "efni",
    ),
}  # fmt: skip
"""The labels above a quote in Outlook and its kin, by what they label."""

EXCUSE = (
    r"(?:(?:please |pls |kindly )?(?:excuse|pardon|forgive|ignore)|sorry (?:for|about)|apologies for)(?: (?:my|any|the|all|for|this))*"
    r" (?:brevity|brief|short|typo|typing|terse|spelling|error|mistake|auto).{0,60}"
)
"""What people add to it: a sentence about their short sentences."""

SENT_FROM = (
    r"(?:sent|posted|written|typed)(?: wirelessly)? from (?:my|an?)(?: [\w'’.+®™&()/-]+){1,7}(?:, (?:[\w&+-]+ ){1,6}(?:smartphone|device))?",
    r"(?:sent|posted|written|typed)(?: wirelessly)? (?:from|via|on|with|by|using) (?:(?:my|an?|the) )?(?:all )?(?:new )?(?:outlook|mail|"
    r"mailbox|inbox|yahoo|aol|icloud|gmail|samsung|iphone|ipad|ipod|android|windows|mobile|proton\w*|blackberry|nokia|xperia|sony|htc|"
    r"huawei|xiaomi|oppo|oneplus|galaxy|pixel|motorola|lg|nine|typeapp|mymail|spark|hey|front|superhuman|missive|fastmail|thunderbird|"
    r"k-9|zoho|zimbra|roundcube|workspace|phone|cell|smartphone|tablet)\b(?: [\w'’.+®™&()/-]+){0,6}"
    r"(?:, (?:[\w&+-]+ ){1,6}(?:smartphone|device))?",
    r"\w{2,15} from mobile|from my (?:i?phone|ipad|mobile|cell|android|galaxy)\b.{0,20}",
    r"sent (?:with|using|by) (?:proton ?mail|spark|airmail|superhuman|shortwave|hey|mailspring|canary|blue ?mail|zoho|hushmail|"
    r"tutanota|tuta|aqua ?mail|mailtrack|polymail|outlook|gmail|boxer|k-9|mail\.ru)\b.{0,40}|via newton mail|"
    r"yahoo mail: (?:search, organi[sz]e, conquer|get the free app)|sent on the go|do not delete this line.{0,20}",
    EXCUSE,
    r"(?:get|download) outlook for (?:ios|android|mac|windows).{0,10}",
    r"(?:gesendet|verschickt|versendet) (?:von|mit|über|aus)(?: der| dem| meinem?r?)? .{2,50}",
    r"(?:diese (?:e-?mail|nachricht) wurde )(?:von|mit) .{2,50} (?:gesendet|verschickt)|von (?:meinem|meiner|unterwegs) .{2,40}gesendet",
    r"von (?:meinem|meiner) .{2,30} aus gesendet|holen sie sich outlook für .{2,20}|outlook für (?:ios|android) .{2,20}",
    r"envoyé (?:sans fil par|de(?:puis)?|à partir de?|avec|via)(?: mon| ma| l['’])? ?.{2,50}|t[ée]l[ée]charge[rz] outlook pour .{2,20}",
    r"obtenir outlook pour .{2,20}|provenance : .{2,40}",
    r"enviado (?:desde|con|por|mediante|do|a partir do?|através do?|pelo|via)(?: mi| meu| el| o)? ?.{2,50}",
    r"obtener outlook para .{2,20}|obter o? ?outlook para .{2,20}|baixe o outlook para .{2,20}",
    r"inviat[oa] (?:da|dal|con|tramite)(?: mio| il mio)? ?.{2,40}|scarica outlook per .{2,20}|ottieni outlook per .{2,20}",
    r"(?:verstuurd|verzonden|gestuurd) (?:vanaf|vanuit|met|via|van)(?: mijn| de)? .{2,40}|(?:outlook voor|download outlook voor) .{2,20}",
    r"wysłan[eoay] (?:z|za pomocą|przez)(?: mojego| urządzenia)? .{2,40}|pobierz outlook (?:dla|na) .{2,20}",
    r"(?:отправлено|послано) (?:с|из|через|от) .{2,50}|(?:скачать|получить) outlook для .{2,20}",
    r"(?:надіслано|відправлено) (?:з|із|через) .{2,40}",
    r".{2,30}(?:['’]?(?:den|dan|ten|tan|umdan|imden|ımdan|ümden)) gönderildi|ios için outlook['’]u edinin",
    r"från min (?:iphone|ipad|mobil).{0,20}|(?:skickat|sänt) (?:från|med|via)(?: min| mitt)? .{2,40}|skaffa outlook för .{2,20}|hämta outlook för .{2,20}",
    r"sendt (?:fra|med|via)(?: min| mit| mitt)? .{2,40}|(?:hent|få) outlook (?:til|for) .{2,20}",
    r"lähetetty .{2,50}|hanki outlook .{2,20}",
    r"(?:odesláno|posláno) (?:z|ze|pomocí)(?: mého)? .{2,40}|získat outlook pro .{2,20}|odoslané z .{2,40}",
    r"(?:elküldve|küldve) .{2,40}|iphone-omról küldve|trimis de pe .{2,40}|στάλθηκε από .{2,40}|изпратено от .{2,40}",
    r".{1,30}から送信|.{1,20}より送信|outlook for (?:ios|android) を入手.*",
    r"发自(?:我的)? ?.{2,30}|來自我的 ?.{2,20}|從我的 ?.{1,20}傳送|从我的 ?.{1,20}发送|寄自我的.{1,20}|发送自 ?.{2,30}|獲取 ?outlook.*|获取 ?outlook.*",
    r".{0,15}(?:나의|내) .{2,20}에서 보냄|.{2,20}에서 보냄|.{2,20}에서 보낸 메일입니다\.?",
    r"(?:أُ?رسلت?|تم الإرسال) من .{2,40}|(?:נשלח) מ.{2,40}|được gửi từ .{2,40}|gửi từ .{2,40}|ส่งจาก.{2,40}|dikirim dari .{2,40}",
    r"(?:poslano|poslato) (?:s|z|sa|iz) .{2,40}|išsiųsta iš .{2,40}|sūtīts no .{2,40}|saadetud minu .{2,40}|enviat des d.{2,40}",
    r"az .{2,30} (?:készülékemről|telefonomról) küldve|đã gửi từ .{2,40}|मेरे .{2,20} से भेजा गया",
    r"(?:descarga|descargar|baixar|pobierz|pobierz aplikację|pobierz program|загрузить|скачайте|отримати|завантажити|získať|λήψη του|töltse le"
    r" az|obțineți|dapatkan|nhận|下载|取得|รับ|הורד את|الحصول على|preuzmite|prenesite) ?(?:o )?outlook.{2,30}",
    r"outlook (?:per|para|pour|für|voor|downloaden voor) (?:ios|android).{0,20}|(?:ios|android)(?: için outlook['’]?u edinin|용 outlook .{1,10}|"
    r" 版 ?outlook を入手)",
)
"""What telephones and mail programs say about themselves below a letter; each is a whole line."""

FOOTERS = (
    r"you(?:'ve| have)? (?:received|are receiving|get) this(?: (?:message|e-?mail|mail|newsletter))? (?:because|as) ",
    r"to (?:unsubscribe|stop receiving|post to this|view this discussion|opt out|manage your)\b",
    r"(?:click here to )?unsubscribe(?: here| \||:|\s*\(http)",
    r"you can unsubscribe",
    r"begin pgp signature",
    r"list (?:info|archives?|unsubscribe)\s*:",
    r"for more options, visit ",
    r"(?:this (?:e-?mail|message) (?:has been|was) (?:checked|scanned)|virus-free\b|virenfrei\b|sans virus\b|libre de virus\b|"
    r"mail was checked|diese e-?mail wurde .{0,30}(?:viren|avast)|cet e-?mail a été vérifié|l'absence de virus|no virus found)",
    r"please consider (?:the )?(?:our )?(?:environment|planet)|(?:bitte )?denken sie an die umwelt|think before you print|"
    r"pensez à l['’]environnement|p please consider",
    r"(?:confidentiality|legal|privacy|e-?mail)(?: (?:and|&) \w+)? (?:notice|note|warning|disclaimer|statement)\b|disclaimer\s*[:.–-]",
    r"(?:the (?:information|contents?) (?:contained |transmitted |included )?(?:in|of|by|with) this|this (?:e-?mail|message|communication|"
    r"electronic (?:mail|message)|transmission)(?:[\w ,()/-]{0,60})?\b(?:is|are|may|contains?|and any)\b).{0,200}"
    r"(?:confidential|privileged|intended|proprietary)",
    r"if you (?:are not|have received|received) (?:the intended|this (?:e-?mail|message|communication))",
    r"(?:(?:diese|die in dieser|der inhalt dieser) (?:e-?mail|nachricht|information)).{0,160}(?:vertraulich|geschützt|(?:ausschließlich|nur) für"
    r"|bestimmt für)|vertraulichkeitshinweis",
    r"(?:any|the) (?:views|opinions)(?: (?:or|and) (?:views|opinions))? (?:presented|expressed|contained) (?:in|by)|this e-?mail was sent to \S+@",
    r"registered (?:office\b|in (?:england|scotland|wales|ireland))|"
    r"if you (?:no longer|don't|do not) (?:wish|want) to receive .{0,40}(?:e-?mails|newsletters?|notifications|updates|unsubscribe)",
    r"(?:sie erhalten diese (?:e-?mail|nachricht)|vous recevez (?:cet e-?mail|ce message)|recibe (?:usted )?este (?:correo|mensaje)|"
    r"ricevi questa e-?mail|u ontvangt deze e-?mail|otrzymujesz tę wiadomość|вы получили это письмо)\b.{0,60}\b(?:weil|da|car|parce|porque|"
    r"perché|omdat|ponieważ|так как|потому)\b",
    r"(?:ce (?:message|courriel|mail|courrier)|cet e-?mail|les informations contenues dans ce).{0,160}(?:confidentiel|destinataire|destiné)",
    r"(?:este (?:mensaje|correo|e-?mail)|esta mensagem|la información (?:contenida|incluida)|aviso (?:legal|de confidencialida(?:d|de))).{0,160}"
    r"(?:confiden[ct]ial|destinatari|destinad|dirigid|legal)|avis de confidentialité",
    r"ai sensi (?:del|dell['’]).{0,200}riservat|antes de imprimir este|rispetta l['’]ambiente|denk aan het milieu|prima di stampare",
    r"(?:questo messaggio|questa e-?mail|le informazioni contenute|il presente messaggio).{0,160}(?:riservat|confidenzial|destinatari)",
    r"(?:dit (?:e-?mail)?bericht|deze e-?mail|de informatie).{0,160}(?:vertrouwelijk|bestemd|geadresseerde)",
    r"(?:ta wiadomość|niniejsza wiadomość|treść tej wiadomości|informacje zawarte).{0,160}(?:poufn|adresat|przeznaczon)",
    r"(?:данное|это|настоящее) (?:сообщение|электронное|письмо).{0,160}(?:конфиденциальн|предназначен)",
    r"(?:bu e-?posta|bu mesaj|bu ileti).{0,160}(?:gizli|alıcı)",
    r"(?:detta|denna|det här) (?:meddelande|e-?post|mail).{0,160}(?:konfidentiell|avsedd|mottagare)",
    r"(?:denne (?:e-?mail|e-?post|meddelelse|melding)).{0,160}(?:fortrolig|konfidensiell|tiltænkt|beregnet)",
    r"(?:tämä (?:viesti|sähköposti)).{0,160}(?:luottamuksellin|tarkoitettu)",
    r"(?:tato zpráva|tento e-?mail|informace obsažené).{0,160}(?:důvěrn|určen)",
    r"(?:このメール|本メール|本電子メール).{0,120}(?:機密|秘密|受信者)",
    r"(?:本邮件|此邮件|本郵件|此郵件|本电子邮件).{0,120}(?:机密|保密|機密|收件人)",
    r"(?:본 메일|이 메일|본 이메일).{0,120}(?:기밀|수신인|비밀)",
)
"""How texts begin that stand below every letter of a company or a list; each is the beginning of a line."""
