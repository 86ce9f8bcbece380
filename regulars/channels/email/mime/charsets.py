"""Bytes to text, whatever the letter says about its character set.

The ladder: what was declared (by its usual meaning, not its letter) -> UTF-8 -> a guess -> Latin-1, which takes anything.
"""

import codecs
import re
from functools import lru_cache

from regulars.channels.email.mime import guess, iso_2022_jp

ALIASES = {
    "ascii": "us-ascii", "ansi_x3.4-1968": "us-ascii", "unknown-8bit": "us-ascii", "x-unknown": "us-ascii",
    "unknown": "us-ascii", "default": "us-ascii", "default_charset": "us-ascii", "7bit": "us-ascii", "8bit": "us-ascii",
    "binary": "us-ascii", "none": "us-ascii", "utf8": "utf-8", "utf8mb4": "utf-8", "utf": "utf-8", "utf-8-sig": "utf-8",
    "unicode-1-1-utf-8": "utf-8", "unicode": "utf-8", "cp65001": "utf-8", "unicode-1-1-utf-7": "utf-7", "utf7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7", "unicode-2-0-utf-7": "utf-7", "csunicode11utf7": "utf-7",
    "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "iso_8859-1": "windows-1252", "latin1": "windows-1252",
    "latin-1": "windows-1252", "l1": "windows-1252", "iso-latin-1": "windows-1252", "cp1252": "windows-1252",
    "iso-8859-9": "windows-1254", "latin5": "windows-1254", "iso-8859-11": "cp874", "windows-874": "cp874",
    "tis-620": "cp874", "x-windows-874": "cp874", "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8",
    "logical": "iso-8859-8", "visual": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "iso-8859-6-e": "iso-8859-6",
    "gb2312": "gb18030", "iso-gb2312": "gb18030", "gb_2312-80": "gb18030", "csgb2312": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030", "cp936": "gb18030", "ms936": "gb18030", "windows-936": "gb18030", "x-cp20936": "gb18030",
    "euc-cn": "gb18030", "x-euc-cn": "gb18030", "hz-gb-2312": "hz", "big5": "cp950", "x-x-big5": "cp950", "x-big5": "cp950",
    "big-5": "cp950", "cn-big5": "cp950", "windows-950": "cp950", "ks_c_5601": "cp949", "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949", "ksc5601": "cp949", "ksc_5601": "cp949", "korean": "cp949", "euc-kr": "cp949",
    "iso-ir-149": "cp949", "windows-949": "cp949", "x-windows-949": "cp949", "uhc": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "ms_kanji": "cp932",
    "windows-31j": "cp932", "cswindows31j": "cp932", "ms932": "cp932", "x-ms-cp932": "cp932", "x-sjis-jp": "cp932",
    "x-euc-jp": "euc-jp", "x-euc": "euc-jp", "euc_jp": "euc-jp", "cp51932": "euc-jp", "eucjp-ms": "euc-jp",
    "macintosh": "mac-roman", "x-macintosh": "mac-roman", "mac": "mac-roman", "x-mac-roman": "mac-roman",
    "x-mac-ce": "mac-latin2", "x-mac-centraleurroman": "mac-latin2", "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic", "x-mac-greek": "mac-greek", "x-mac-turkish": "mac-turkish",
    "x-mac-icelandic": "mac-iceland", "x-mac-croatian": "mac-croatian", "x-mac-romanian": "mac-romanian",
    "x-mac-japanese": "cp932", "x-mac-chinesesimp": "gb18030", "x-mac-chinesetrad": "cp950", "x-mac-korean": "cp949",
    "cp-850": "cp850", "ibm850": "cp850", "ibm-850": "cp850", "dos-866": "cp866", "ibm866": "cp866", "koi8": "koi8-r",
    "cskoi8r": "koi8-r", "koi8-ru": "koi8-u", "x-cp1250": "windows-1250", "x-cp1251": "windows-1251", "win-1251": "windows-1251",
    "win1251": "windows-1251", "windows1251": "windows-1251", "x-cp1252": "windows-1252", "win-1252": "windows-1252",
    "windows1252": "windows-1252", "x-ansi": "windows-1252", "ansi": "windows-1252", "x-user-defined": "windows-1252",
    "utf-16le-bom": "utf-16", "ucs-2": "utf-16", "iso-10646-ucs-2": "utf-16",
}  # fmt: skip
PRIVATE_USE_OF = re.compile(r"^(?:x-)?(?:windows|win|cp|ms|ibm|x-cp)[-_ ]?(\d{3,5})$")
CODECS_OF_TEXT = re.compile(
    r"^(?:ascii|utf[-_](?:7|8|16|16[-_][bl]e|32|32[-_][bl]e)|cp\d+|iso8859[-_]\d+|koi8[-_][rtu]|kz1048|mac[-_]\w+|latin[-_]?1"
    r"|gb18030|hz|big5|big5hkscs|cp9\d\d|johab|euc[-_]\w+|shift[-_]\w+|iso2022[-_]\w+|ptcp154|tis[-_]620|hp[-_]roman8)$"
)
SEVERAL_BYTES_A_LETTER = (
    "utf",
    "gb",
    "hz",
    "big5",
    "cp932",
    "cp949",
    "cp950",
    "johab",
    "euc",
    "shift",
    "iso2022",
    "iso-2022",
)
ALSO_LOOKS_LIKE_UTF_8 = ("cp4", "cp7", "cp8", "mac")  # DOS and Mac code pages have letters where UTF-8 has its tails
WRITES_ASCII_PLAINLY = {"", "ascii", "utf-8", "cp1252"}
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, declared: str = "", *, fallback: str = "") -> str:
    """The text in some bytes; never fails, never returns NULs or lone surrogates. `fallback` is tried when nothing fits."""
    if data.isascii() and b"\x1b" not in data and codec_named(declared) in WRITES_ASCII_PLAINLY:
        return clean(data.decode("ascii"))
    return clean(_by_the_ladder(data, declared, fallback))


def clean(text: str) -> str:
    """Without what no database or page can hold: NULs and lone surrogates."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else LONE_SURROGATE.sub("\ufffd", text)


@lru_cache(maxsize=512)
def codec_named(declared: str) -> str:
    """Python's codec for a declared character set, by what senders mean by it; "" when nobody knows it."""
    name = declared.strip().strip("\"'<>;, \t").lower().partition("*")[0]
    name = name.removeprefix("charset=").strip("\"'").partition("$esc")[0].lstrip("_")
    name = ALIASES.get(name, ALIASES.get(name.replace("_", "-"), name))
    if page := PRIVATE_USE_OF.match(name):
        name = ALIASES.get(f"cp{page[1]}", f"cp{page[1]}")
    if name.replace("_", "-").startswith("iso-2022-jp"):
        return "iso-2022-jp"
    return _known(name) or _known(re.sub(r"[^a-z0-9]+", "-", name)) or _known(re.sub(r"[^a-z0-9]+", "", name))


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return found if CODECS_OF_TEXT.match(found) else ""  # never `zlib`, `idna`, `unicode_escape` or their like


def _by_the_ladder(data: bytes, declared: str, fallback: str) -> str:
    codec = codec_named(declared)
    if data[:3] == codecs.BOM_UTF8:
        return data[3:].decode("utf-8", "replace")
    if codec == "iso-2022-jp" or (codec in {"", "ascii"} and iso_2022_jp.is_likely(data)):
        return iso_2022_jp.decode(data)
    if codec not in {"", "ascii"}:
        return _as_declared(data, codec)
    return _first_that_fits(data, "utf-8", codec_named(fallback)) or _guessed(data)


def _as_declared(data: bytes, codec: str) -> str:
    if not codec.startswith(SEVERAL_BYTES_A_LETTER + ALSO_LOOKS_LIKE_UTF_8) and (
        text := _first_that_fits(data, "utf-8")
    ):
        return text  # text in a one-byte set is practically never valid UTF-8 by chance: the label is wrong
    text = _first_that_fits(data, codec, "utf-8")
    if text is not None:
        return text
    text = data.decode(codec, "replace")
    wrong = text.count("\ufffd")
    if codec.startswith(SEVERAL_BYTES_A_LETTER) and wrong * 8 > sum(byte > 127 for byte in data[:20_000]):
        return _guessed(data)
    return text


def _first_that_fits(data: bytes, *candidates: str) -> str | None:
    for codec in candidates:
        try:
            return data.decode(codec) if codec else None
        except UnicodeError:
            continue
    return None


def _guessed(data: bytes) -> str:
    return _first_that_fits(data, guess.charset_of(data)) or data.decode("cp1252", "replace").replace("\ufffd", "")
