"""Which character set undeclared bytes are probably in, once they are known not to be UTF-8.

Each set in which mail is written reads the same bytes as other letters; the one that makes most sense wins. Sense is:
letters that are common in the languages the set serves, and no foreign letter amid a word of plain ASCII.
"""

import re

SAMPLE = 1000  # bytes
LONGEST, LONGEST_LINE = 100_000, 3000
AT_LEAST = 0.2  # of 1; below that nothing makes sense

HAN = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日者意无力它与长把机十民第公此已工使情明性知全三又关点"
    "正业外将两高间由问很最重并物手应向头文体相见被利什二等产或新己制身果加西月话合回特代内信表化老给世位次度门任常先通教原东提立及比员解水"
    "名真论处走各入几口认条平系气题活更别打女变四总何电数安少报才结反受目太量再感建务做接必场件计管期市直资金指许统区保至便空决司五基眼书非"
    "则听白达光放强即难思完设式色路记品住告类求据程北边该交规万取望觉术领共确清今让识候带导您谢请订单货款邮箱号码快递收退换啡咖杯茶店您好"
)
HAN_TRADITIONAL = "這個們來為國說時會對過發後麼學經還開現無問謝請訂單貨郵碼遞換沒與長機關點業將兩間應頭體見產話員論處認條係氣題變總電數報結務場計讓識帶導"
KANJI = "日本人大年一中会国事自社者月分時合出行間見生手高前方上地同的務用話様願致申込注文送連絡返信確認御宛株式東京都県市区町村電番号今後下記本件"
HANGUL = "이다는가에의을고하지도로나어서기시한은를리아요주세문습니안녕감사합제있해그일인정과자부드대스상사전수보여라게무구와거었면"
CYRILLIC = "оеаинтсрвлкмОЕАИНТСРВЛКМ"
SCRIPTS = {
    "cp1252": ("àáâãäåæçèéêíñóôöøùúüßœÄÖÜÉ«»“”‘’–…€£¿¡", "\u00a0-\u017f\u2010-\u2044\u20ac"),
    "cp1250": ("ąćęłńóśźżáéíúýčďěňřšťůžőűăâîșțäöü„”–", "\u00a0-\u017f\u0218-\u021b\u2010-\u2044\u20ac"),
    "cp1251": (CYRILLIC, "\u0400-\u04ff\u2010-\u2044\u00ab\u00bb\u2116"),
    "koi8-r": (CYRILLIC, "\u0400-\u04ff"),
    "cp1253": ("αεηικλνοπρστςυάέήίό", "\u0370-\u03ff\u2010-\u2044\u00ab\u00bb"),
    "cp1255": ("יולהאמתרבשנ", "\u0590-\u05ff\u2010-\u2044"),
    "cp1256": ("اليمونرتبعدسكف،؟", "\u0600-\u06ff\u2010-\u2044"),
    "cp1254": ("çğıöşüÇİÖŞÜ", "\u00a0-\u017f\u2010-\u2044"),
    "cp874": ("านรกอเงมยลวดทส่้ัีิ", "\u0e00-\u0e7f"),
    "cp866": (CYRILLIC, "\u0400-\u04ff"),
    "cp932": (f"{KANJI}\u3040-\u30fe、。", "\u4e00-\u9fff\uff01-\uff5e"),
    "euc-jp": (f"{KANJI}\u3040-\u30fe、。", "\u4e00-\u9fff\uff01-\uff5e"),
    "gb18030": (f"{HAN}，。！？：；、“”（）", "\u4e00-\u9fff"),
    "cp950": (f"{HAN_TRADITIONAL}的一是不我有人大在他你到要就可也得，。！？：；、「」（）您好", "\u4e00-\u9fff"),
    "cp949": (HANGUL, "\uac00-\ud7a3"),
}
UNCOMMON = 0.5  # what a letter of the right script, but not among the common ones, is worth
CHECKS = {codec: (re.compile(f"[{common}]"), re.compile(f"[{script}]")) for codec, (common, script) in SCRIPTS.items()}
FOREIGN = re.compile(r"[^\x00-\x7f]")
FOREIGN_AMID_ASCII = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
SMALL_BEFORE_CAPITAL = re.compile(r"[а-яёα-ω][А-ЯЁΑ-Ω]")
FOREIGN_IN_A_ROW = re.compile(r"[^\x00-\x7f]{3}")
LATIN = {"cp1252", "cp1250", "cp1254"}


def charset_of(data: bytes) -> str:
    """A codec's name: by how much sense the bytes make in each set that mail is written in."""
    sample = _telling_lines(data)
    scores = {codec: _sense(sample, codec) for codec in SCRIPTS}
    best = max(scores, key=scores.__getitem__)  # the earlier one of equals: the more frequent set
    return best if scores[best] >= AT_LEAST else "cp1252"


def _telling_lines(data: bytes) -> bytes:
    """The first lines that hold anything but ASCII; whole, so that no letter of several bytes is cut in two."""
    sample = b""
    for line in data[:LONGEST].split(b"\n"):
        if not line.isascii():
            sample += line[:LONGEST_LINE] + b"\n"
        if len(sample) > SAMPLE:
            break
    return sample


def _sense(sample: bytes, codec: str) -> float:
    try:
        text = sample.decode(codec)
    except UnicodeError:
        return -1.0
    foreign = len(FOREIGN.findall(text))
    if not foreign:
        return 0.0
    common, script = CHECKS[codec]
    is_common = len(common.findall(text))
    is_uncommon = len(script.findall(common.sub("", text)))
    unlikely = (FOREIGN_IN_A_ROW if codec in LATIN else FOREIGN_AMID_ASCII).findall(text)
    unlikely += SMALL_BEFORE_CAPITAL.findall(text)
    return (is_common + UNCOMMON * is_uncommon - 2 * len(unlikely)) / foreign
