"""RTF as Outlook packs it (MS-OXRTFCP, “LZFu”): what was said before is named by its place, in a window of 4096 bytes."""

WINDOW = 4096
HEADER = 16  # bytes: two sizes, the kind, a checksum
LARGEST = 4_000_000  # bytes unpacked: more than all text that is shown needs
BEGINNING = (  # what the window holds before anything was said
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked(packed: bytes) -> bytes:
    """The RTF: as much as can be read of what is damaged, b"" of what is none."""
    kind = packed[8:12]
    if kind == b"MELA":  # not packed at all
        return packed[HEADER : HEADER + LARGEST]
    return _read(packed) if kind == b"LZFu" else b""


def _read(packed: bytes) -> bytes:
    found = bytearray(BEGINNING)
    position = HEADER
    while position < len(packed) and len(found) < LARGEST:
        flags, position = packed[position], position + 1
        for bit in range(8):
            if not flags >> bit & 1:
                found += packed[position : position + 1]
                position += 1
            elif _repeat(found, int.from_bytes(packed[position : position + 2].ljust(2, b"\0"), "big")):
                position += 2
            else:
                return bytes(found[len(BEGINNING) :])
    return bytes(found[len(BEGINNING) :])


def _repeat(found: bytearray, reference: int) -> bool:
    """Say again what stands at a place; False at the end, which is a place where nothing stands yet."""
    back = (len(found) - (reference >> 4)) % WINDOW
    if not 0 < back <= len(found):
        return False
    for _ in range((reference & 15) + 2):  # one by one: it may go on with what it has just said
        found.append(found[-back])
    return True
