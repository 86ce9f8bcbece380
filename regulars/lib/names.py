"""What people are called."""

BEHIND = {"jr", "sr", "ii", "iii", "iv", "esq", "phd", "mba", "inc", "llc", "ltd", "plc", "gmbh"}  # never a given name


def first_name(name: str) -> str:
    """“Ada” of “Ada Moreau”, “Moreau, Ada” and “Ada Moreau, PhD”; nothing of an address, which stands in for an unknown name."""
    family, _comma, given = name.partition(",")
    is_behind = given.replace(".", "").strip().lower() in BEHIND
    words = (family if is_behind else given.strip() or family).split()
    return words[0] if words and "@" not in name else ""
