"""format=flowed (RFC 3676): lines that were broken only to fit are joined again."""


def unflowed(text: str, *, delsp: bool = False) -> str:
    """Soft line breaks taken out. Each depth of quoting flows by itself; a signature's `-- ` never flows."""
    lines: list[str] = []
    flows_at = None  # the depth of quoting at which the last line asked to go on
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        is_signature = content == "-- "
        if flows_at == depth and not is_signature:
            lines[-1] = (lines[-1][:-1] if delsp else lines[-1]) + content
        else:
            lines.append(f"{'>' * depth}{' ' if depth and content else ''}{content}")
        flows_at = depth if content.endswith(" ") and not is_signature else None
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in lines)
