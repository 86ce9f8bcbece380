"""What languages are called, how they run, and which is meant beside its regions."""

from django.conf.locale import LANG_INFO

CODE_BY_NAME = {
    info[word].casefold(): code for code, info in LANG_INFO.items() for word in ("name", "name_local") if word in info
}  # "german" and "deutsch": "de"


def base_of(code: str) -> str:
    """Without its region: "pt" of "pt-BR"."""
    return code.partition("-")[0].lower()


def language_name(code: str) -> str:
    """What its speakers call it, with a capital letter: “Français”. One that nobody here knows is its code."""
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(base_of(code)) or {}
    name = known.get("name_local", code)
    return name[:1].upper() + name[1:] if name != code else code


def direction_of(code: str) -> str:
    """ "rtl" for Arabic, Hebrew, Persian, Urdu and their kin, else "ltr"."""
    return "rtl" if LANG_INFO.get(base_of(code), {}).get("bidi") else "ltr"
