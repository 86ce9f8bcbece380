"""The words of a text in RTF; and the HTML that Exchange hides in RTF, as its sender wrote it (MS-OXRTFEX)."""

import re
from dataclasses import dataclass, field, replace

from regulars.channels.email.mime import charsets

TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<octet>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<bracket>[{}])|[\r\n\0]+|(?P<plain>[^\\{}\r\n\0]+)"
)
SAYS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t", b"emdash": "—",
    b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ",
    b"enspace": " ", b"zwj": "\u200d", b"zwnj": "\u200c", b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\",
    b"\n": "\n", b"\r": "\n",
}  # fmt: skip
SILENT = {
    b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"fldinst", b"header", b"headerl", b"headerr", b"headerf",
    b"footer", b"footerl", b"footerr", b"footerf", b"footnote", b"listtable", b"listoverridetable", b"themedata",
    b"colorschememapping", b"datastore", b"latentstyles", b"generator", b"xmlnstbl", b"rsidtbl", b"filetbl",
}  # fmt: skip
SCRIPTS = {  # a font's \fcharset: the code page of its letters
    0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
    186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
PAGES = {65001: "utf-8", 10000: "mac-roman", 936: "gb18030", 1252: "windows-1252"}  # the others are named by number
DEEPEST = 500  # groups within groups: more than anybody writes


@dataclass(slots=True)
class _Group:
    """What holds until the bracket closes."""

    is_silent: bool = False
    is_stand_in: bool = False  # RTF in place of HTML, for programs that show none
    is_fonts: bool = False
    font: int = 0
    length: int = 1  # of what stands after \u for programs that know no Unicode


@dataclass
class _Reader:
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    said: list[str] = field(default_factory=list)
    octets: bytearray = field(default_factory=bytearray)  # said, but not decoded: a letter may have several
    page: int = 1252
    pages: dict[int, int] = field(default_factory=dict)  # of each font
    default: int = 0
    passed: int = 0  # of a stand-in for a letter, how much is still to be left out
    is_html: bool = False
    jump: int = 0  # bytes of a picture, say, that are no RTF

    @property
    def now(self) -> _Group:
        return self.groups[-1]

    def bracket(self, sign: bytes) -> None:
        self.flush()
        self.passed = 0
        if sign == b"{":
            self.groups.append(replace(self.now))
        elif len(self.groups) > 1:
            self.groups.pop()

    def word(self, name: bytes, number: int | None) -> None:
        group = self.now
        if name == b"u" and number is not None:
            self.passed = 0
            self.say(chr(number & 0xFFFF))
            self.passed = group.length
        elif name == b"bin":
            self.jump = max(0, number or 0)
        elif name in SAYS:
            self.say(SAYS[name])
        elif name in SILENT:
            group.is_silent = True
        elif name == b"fonttbl":
            group.is_fonts = group.is_silent = True
        elif name == b"htmltag":
            group.is_silent = False
        elif name == b"htmlrtf":
            self.flush()
            group.is_stand_in = number != 0
        else:
            self._setting(group, name, number or 0)

    def _setting(self, group: _Group, name: bytes, number: int) -> None:
        if name in {b"f", b"plain"}:
            self.flush()
            group.font = self.default if name == b"plain" else number
        elif name == b"uc":
            group.length = min(max(number, 0), 10)
        elif name == b"fcharset" and group.is_fonts and number in SCRIPTS:
            self.pages[group.font] = SCRIPTS[number]
        elif name in {b"ansicpg", b"deff", b"fromhtml"}:
            self.page = number if name == b"ansicpg" and number else self.page
            self.default = self.groups[0].font = number if name == b"deff" else self.default
            self.is_html = self.is_html or name == b"fromhtml"

    def sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.now.is_silent = True  # unless the next word is one that we know
        elif sign in SAYS:
            self.say(SAYS[sign])

    def say(self, words: str) -> None:
        if self.passed:
            self.passed -= 1
        elif self._counts():
            self.flush()
            self.said.append(words)

    def hear(self, octets: bytes) -> None:
        left_out, self.passed = octets[: self.passed], max(0, self.passed - len(octets))
        if self._counts():
            self.octets += octets[len(left_out) :]

    def _counts(self) -> bool:
        return not (self.now.is_silent or (self.is_html and self.now.is_stand_in))

    def flush(self) -> None:
        if self.octets:
            page = self.pages.get(self.now.font, self.page)
            self.said.append(charsets.decode(bytes(self.octets), PAGES.get(page, f"cp{page}")))
            self.octets.clear()


def words_in(rtf: bytes) -> tuple[str, str]:
    """Its text, and its HTML: one of them is "". Never fails; of what is no RTF it is all text or nothing."""
    if not rtf.lstrip().startswith(b"{\\rtf"):
        return "", ""
    reader, position = _Reader(), 0
    while (token := TOKEN.match(rtf, position)) and len(reader.groups) <= DEEPEST:
        _tell(reader, token)
        position, reader.jump = token.end() + reader.jump, 0
    reader.flush()
    said = "".join(reader.said).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
    return ("", said) if reader.is_html else (said, "")


def _tell(reader: _Reader, token: re.Match[bytes]) -> None:
    if word := token["word"]:
        reader.word(word, int(token["number"]) if token["number"] else None)
    elif token["octet"]:
        reader.hear(bytes.fromhex(token["octet"].decode("ascii")))
    elif token["sign"]:
        reader.sign(token["sign"])
    elif token["bracket"]:
        reader.bracket(token["bracket"])
    elif token["plain"]:
        reader.hear(token["plain"])
