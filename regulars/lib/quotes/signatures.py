"""Where a person's words end and their signature, their telephone's advertisement or their company's small print begins."""

import re

from regulars.lib.quotes.words import EXCUSE, FOOTERS, SENT_FROM

LONGEST_SIGNATURE = 25  # lines with something on them; "--" above more than that is a rule between two texts
LONGEST_FOOTER = 80
DELIMITER = re.compile(r"^(?:--|—|–|__|- -)[ \t\u00a0]*$")
DEVICE = re.compile(rf"^[\s*_>|~({{\[<-]*(?:{'|'.join(SENT_FROM)}|\u1427)(?:[.,;] *{EXCUSE})?[\s*_.!|~)}}\]>-]*$", re.I)
LINK = re.compile(r"\[([^\]]*)\]\((?:https?|mailto):[^)]*\)|<(?:https?|mailto):[^>]*>|\(https?:[^)]*\)|https?://\S+")
FOOTER = re.compile(
    rf"^[\s*_>|\u2600-\u27bf\U0001f300-\U0001f6ff\ufe0f-]*(?:(?:important|notice|wichtig)[\w ]{{0,12}}[:!] *)?(?:{'|'.join(FOOTERS)})",
    re.I,
)
LIST_RULE = re.compile(r"^\s*[_=-]{20,}\s*$")
LIST_WORDS = re.compile(r"mailing list|mailman|listinfo|unsubscribe|subscription|\blist\b.*@", re.I)
SHORT_RULE = re.compile(r"^\s*[-_=*~]{3,}\s*$")
NAME = re.compile(r"^\s*[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,3}(?<![.!?])\s*$")
DASH_NAME = re.compile(r"^[-–—~] ?[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,2}\s*$")
GREETING = (
    r"(?:(?:with |many |kind |best |warm |kindest |warmest )*(?:regards|wishes|thanks)|best|cheers|sincerely(?: yours)?|yours "
    r"(?:sincerely|truly|faithfully)|(?:mit )?(?:freundlich|herzlich|best|viel|lieb|schön)e[nmr]? (?:gr[üu](?:ß|ss)e?n?)|mfg|lg|"
    r"cordialement|(?:bien )?(?:cordialement|à vous)|(?:sincères |meilleures )?salutations.{0,20}|saludos(?: cordiales)?|atentamente|"
    r"(?:reciba )?un (?:cordial )?saludo|(?:cordiali |distinti )?saluti|cordialmente|atenciosamente|(?:com os )?(?:melhores )?cumprimentos|"
    r"abraços?|(?:met )?(?:hartelijke |vriendelijke )?groet(?:en|jes)?|mvg|(?:serdecznie )?pozdrawiam(?: serdecznie)?|z poważaniem|"
    r"(?:med )?(?:bästa|vänliga|venlige?|vennlige?|beste) h[äi]ls(?:ning(?:ar)?|en)|hälsningar|mvh|(?:ystävällisin )?terveisin|"
    r"s pozdravem|s pozdravom|s poštovanjem|lep pozdrav|(?:tisztelettel|üdvözlettel)|cu (?:stimă|respect)|saygılarımla|saygilarimla|iyi çalışmalar|"
    r"με εκτίμηση|(?:с|з) (?:уважением|уважение|повагою)|בברכה|(?:مع )?(?:خالص )?(?:التحية|تحياتي)|trân trọng|salam(?: hormat)?|hormat kami)"
)
SIGN_OFF = re.compile(rf"^[\s*]*{GREETING}(?: ?[/|·] ?{GREETING})?[,.! *]*$", re.I)
CONTACT = re.compile(
    r"\b(?:tel|tél|tlf|phone|mobile?|cell|fax|telefon|handy|mob|móvil|тел|puh|web|www|e-?mail|skype|linkedin|twitter)\b[.:]?|https?://|www\.|\S+@\S+\.\w"
    r"|\+\d[\d ()/.-]{6,}|\(\d{3}\) ?\d{3}-\d{4}|\b(?:gmbh|ltd|inc|llc|s\.?a\.?r?\.?l|s\.?p\.?a|b\.?v|ag|oy|aps|kft)\b| \| ",
    re.I,
)


def tail_begins(lines: list[str], *, is_last: bool = True) -> tuple[int, int]:
    """The lines at which the signature and the footer of some own words begin; the number of lines where there is none.

    `is_last` says that nothing of the person's own follows further down, so that weaker signs may be believed.
    """
    footer = _footer_begins(lines) if is_last else len(lines)
    signature = _signature_begins(lines[:footer], is_last=is_last)
    return signature, footer


def _footer_begins(lines: list[str]) -> int:
    for position in range(_last_lines(lines, LONGEST_FOOTER), len(lines)):
        is_paragraph = position == 0 or not lines[position - 1].strip() or LIST_RULE.match(lines[position - 1])
        is_footer = is_paragraph and FOOTER.match(LINK.sub("", lines[position][:400]))
        if is_footer or _is_list_footer(lines, position):
            return position - 1 if position and LIST_RULE.match(lines[position - 1]) else position
    return len(lines)


def _is_list_footer(lines: list[str], position: int) -> bool:
    return bool(LIST_RULE.match(lines[position])) and any(
        LIST_WORDS.search(each[:400]) for each in lines[position + 1 : position + 4]
    )


def _signature_begins(lines: list[str], *, is_last: bool) -> int:
    for position in range(max(0, _last_lines(lines, LONGEST_SIGNATURE) - 1), len(lines)):
        if DELIMITER.match(lines[position]):
            return position
    end = _after_last_text(lines)
    weaker = _by_weaker_signs(lines, end) if is_last else end
    return weaker if weaker < end else len(lines)


def _by_weaker_signs(lines: list[str], end: int) -> int:
    if (advertised := _advertisement_begins(lines, end)) < end:
        above = _after_last_text(lines[:advertised])
        name = _by_weaker_signs(lines, above)
        return name if name < above else advertised
    if (named := _name_below_rule(lines, end)) < end:
        return named
    if end > 1 and _is_dash_name(lines[end - 1]) and not lines[end - 2].lstrip().startswith(("-", "–", "—", "~")):
        return end - 1
    return _contact_block_begins(lines, end)


def _advertisement_begins(lines: list[str], end: int) -> int:
    """Where the telephone's or mail program's line about itself stands, in the last three; the end when there is none."""
    begins = end
    for position in range(end - 1, max(-1, end - 4), -1):
        if len(lines[position]) < 200 and DEVICE.match(LINK.sub(r"\1", lines[position]).strip()):
            begins = position
    return begins


def _is_dash_name(line: str) -> bool:
    return len(line) < 60 and bool(DASH_NAME.match(line))


def _name_below_rule(lines: list[str], end: int) -> int:
    """A short rule, and below it nothing but a name and what belongs to one."""
    for position in range(end - 1, max(0, end - 8), -1):
        if SHORT_RULE.match(lines[position]):
            below = [line for line in lines[position + 1 : end] if line.strip()]
            is_name = NAME.match(lines[position + 1]) if position + 1 < end else None
            return position if is_name and all(len(line) < 80 for line in below) else end
    return end


def _contact_block_begins(lines: list[str], end: int) -> int:
    """Below `Best regards,` and a name: company, telephone, web page. The greeting and the name stay."""
    for position in range(end - 1, max(-1, end - 16), -1):
        if len(lines[position]) < 80 and SIGN_OFF.match(lines[position]):
            below = [each for each in range(position + 1, end) if lines[each].strip()]
            contacts = [each for each in below[1:] if CONTACT.search(lines[each][:300])]
            return below[1] if contacts and all(len(lines[each]) < 200 for each in below) else end
    return end


def _last_lines(lines: list[str], most: int) -> int:
    """Where the last lines begin of which at most so many have something on them."""
    count = 0
    for position in range(len(lines) - 1, -1, -1):
        count += bool(lines[position].strip())
        if count > most:
            return position + 1
    return 0


def _after_last_text(lines: list[str]) -> int:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return end
