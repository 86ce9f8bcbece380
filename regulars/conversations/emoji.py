"""Emoji by their names, as the Unicode tables of Python know them, with the words that people call some of them by."""

from __future__ import annotations

import unicodedata
from functools import cache

# Code points that are pictures by themselves, in the order in which they are offered: faces and hands first.
RANGES = (
    (0x1F600, 0x1F64F), (0x1F910, 0x1F93A), (0x1F970, 0x1F97A), (0x1F44A, 0x1F450), (0x1F440, 0x1F440), (0x1F442, 0x1F449),
    (0x270A, 0x270B), (0x1F493, 0x1F49F), (0x1F5A4, 0x1F5A4), (0x2728, 0x2728), (0x2705, 0x2705), (0x274C, 0x274C),
    (0x1F451, 0x1F492), (0x1F4A0, 0x1F4FC), (0x1F32D, 0x1F335), (0x1F337, 0x1F37C), (0x1F37E, 0x1F393), (0x2615, 0x2615),
    (0x1F3A0, 0x1F3CA), (0x1F3CF, 0x1F3D3), (0x1F3E0, 0x1F3F0), (0x1F3F8, 0x1F3FA), (0x1F400, 0x1F43E), (0x1F300, 0x1F320),
    (0x1F4FF, 0x1F53D), (0x1F550, 0x1F567), (0x1F680, 0x1F6C5), (0x1F6D0, 0x1F6D2), (0x1F6F4, 0x1F6FA), (0x1F7E0, 0x1F7EB),
    (0x1F93C, 0x1F945), (0x1F947, 0x1F96F), (0x1F97B, 0x1F9FF), (0x1FA70, 0x1FA74), (0x1FA78, 0x1FA7A), (0x231A, 0x231B),
    (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x26A1, 0x26A1), (0x26BD, 0x26BE), (0x26C4, 0x26C5),
    (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x2B50, 0x2B50), (0x2B55, 0x2B55),
)  # fmt: skip
CALLED = {
    0x1F642: "smile :)", 0x1F600: "happy grin :D", 0x1F602: "joy lol laugh", 0x1F609: "wink ;)", 0x1F615: "confused :/",
    0x1F641: "sad :(", 0x1F622: "cry", 0x1F44D: "thumbs up +1 yes ok like", 0x1F44E: "thumbs down -1 no", 0x1F64F: "thanks please pray",
    0x1F44F: "clap applause", 0x1F389: "tada party hooray congratulations", 0x1F495: "love hearts", 0x1F499: "heart", 0x1F680: "rocket ship fast",
    0x2705: "done check tick", 0x274C: "wrong cross no", 0x1F381: "gift present", 0x1F44B: "hello hi bye wave", 0x1F4E6: "parcel package box",
    0x1F4B3: "card pay", 0x1F525: "fire hot", 0x1F440: "look see eyes", 0x2615: "coffee tea cup", 0x1F914: "hmm think",
}  # fmt: skip
PLAIN_HEART = ("\u2764\ufe0f", "red heart", "love <3")


@cache
def emoji() -> list[tuple[str, str, str]]:
    """Each with its name, and what else it is called: ("🎉", "party popper", "tada party hooray")."""
    points = dict.fromkeys(point for first, last in RANGES for point in range(first, last + 1))
    named = [(point, unicodedata.name(chr(point), "")) for point in points]
    return [PLAIN_HEART, *((chr(point), _plain(name), CALLED.get(point, "")) for point, name in named if name)]


def _plain(name: str) -> str:
    return name.lower().removesuffix(" sign").removesuffix(" symbol")
