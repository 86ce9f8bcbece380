"""What people are called."""


def first_name(name: str) -> str:
    """“Ada” of “Ada Moreau” and of “Moreau, Ada”; nothing of an address, which stands in for a name that is not known."""
    family, _comma, given = name.partition(",")
    words = (given.strip() or family).split()
    return words[0] if words and "@" not in name else ""
