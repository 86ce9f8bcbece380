"""Until when an absence notice says that its writer is away."""

import re
from datetime import date, datetime, timedelta

MONTHS = (
    "jan january janv januar januari janvier enero ene gennaio gen janeiro stycznia sty stycznia января янв січня ocak oca tammikuuta tammi ledna leden január ianuarie ιανουαρίου јануар jänner",
    "feb february febr februar februari février fevrier févr febrero febbraio fevereiro fev lutego lut февраля фев лютого şubat şub helmikuuta helmi února únor február februarie φεβρουαρίου",
    "mar mars märz maerz mär maart marzo março marca марта мар березня mart maaliskuuta maalis března březen március martie μαρτίου mrt march",
    "apr april avril avr abril abr aprile kwietnia kwi апреля апр квітня nisan nis huhtikuuta huhti dubna duben április aprilie απριλίου",
    "may mai mei mayo maggio mag maio maja maj мая май травня mayıs toukokuuta touko května květen május μαΐου",
    "jun june juni juin junio giugno giu junho czerwca cze июня июн червня haziran haz kesäkuuta kesä června červen június iunie ιουνίου",
    "jul july juli juillet juil julio luglio lug julho lipca lip июля июл липня temmuz tem heinäkuuta heinä července červenec július iulie ιουλίου",
    "aug august août aout agosto ago sierpnia sie августа авг серпня ağustos ağu elokuuta elo srpna srpen augusztus αυγούστου augusti augustus",
    "sep sept september septembre septiembre settembre set setembro września wrz сентября сен вересня eylül eyl syyskuuta syys září szeptember septembrie σεπτεμβρίου",
    "oct okt october oktober octobre octubre ottobre ott outubro out października paź октября окт жовтня ekim eki lokakuuta loka října říjen október octombrie οκτωβρίου",
    "nov november novembre noviembre novembro listopada lis ноября ноя листопада kasım kas marraskuuta marras listopadu listopad noiembrie νοεμβρίου",
    "dec dez december dezember décembre decembre déc diciembre dic dicembre dezembro grudnia gru декабря дек грудня aralık ara joulukuuta joulu prosince prosinec decembrie δεκεμβρίου desember",
)  # fmt: skip
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
UNTIL = re.compile(
    r"until|till|through|thru|back (?:on|in|at)|return(?:ing|s)? (?:to .{0,30})?on|return(?:ing)?|back|to\b|bis(?: zum| einschließlich)?|ab(?: dem)?|zurück|wieder|"
    r"jusqu['’ ]au|de retour|au\b|hasta|regres|volver|fino al?|rientr|torner|al\b|até|retorn|regress|t/m|tot(?: en met)?|terug|do (?:dnia)?|wróc|wrac|powr|"
    r"до|по\b|вернусь|с\b|kadar|dön|till och med|t\.?o\.?m\.?|åter|tillbaka|til og med|tilbage|tilbake|til\b|palaan|vrátím|zpět|până|revin|έως|μέχρι|"
    r"至|到|حتى|إلى|עד|đến|จนถึง|ถึง|\w\s*[-–—]\s*(?:\w{2,9}\.?,?\s*)?$",
    re.I,
)  # before the date
BEHIND = re.compile(
    r"\s*(?:\([^)]{1,9}\)\s*)?(?:tarihine|kadar|asti|saakka|-?(?:ig|án|én)\b|まで|から|より|に戻|까지|부터)", re.I
)
ISO = r"(?P<y1>20\d\d)[-/.年](?P<m1>\d{1,2})[-/.月](?P<d1>\d{1,2})日?"
DOTTED = r"(?P<d7>\d{1,2})\. ?(?P<m7>\d{1,2})\.(?: ?(?P<y7>20\d\d))?(?!\d)"
NUMERIC = r"(?P<d2>\d{1,2})(?P<sep>[./-])(?P<m2>\d{1,2})(?:(?P=sep)(?P<y2>(?:20)?\d\d))?(?![\d:])"
MONTH = "|".join(sorted(map(re.escape, MONTH_NUMBERS), key=len, reverse=True))
DAY_FIRST = rf"(?<!\d)(?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.|η)?\s+(?:of |de |del )?(?P<m3>{MONTH})(?!\w)\.?(?:,? (?:de |del )?(?P<y3>20\d\d))?"
MONTH_FIRST = rf"\b(?P<m4>{MONTH})\.? (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.])(?:,? (?P<y4>20\d\d))?"
ORDINAL = r"\bthe (?P<d6>\d{1,2})(?:st|nd|rd|th)\b(?! of)"
EASTERN = r"(?P<m5>\d{1,2})(?:月|월) ?(?P<d5>\d{1,2})(?:日|일)"
DATE = re.compile("|".join((ISO, EASTERN, DOTTED, NUMERIC, DAY_FIRST, MONTH_FIRST, ORDINAL)), re.I)
LONGEST_GAP = 45  # characters between "until" and the date: "until (and including) Monday, the"


def away_until(text: str, written: datetime | None) -> date | None:
    """The last date named after a word like "until" or "back on"; within a year of the letter's own date."""
    today = written.date() if written else None
    named = []
    for found in DATE.finditer(text):
        before, after = text[max(0, found.start() - LONGEST_GAP) : found.start()], text[found.end() : found.end() + 20]
        day = _day(found, today)
        if (
            day
            and (UNTIL.search(before) or BEHIND.match(after))
            and (today is None or timedelta(0) <= day - today <= timedelta(days=400))
        ):
            named.append(day)
    return max(named, default=None)


def _day(found: re.Match[str], today: date | None) -> date | None:
    parts = found.groupdict()
    number = next(each for each in "1234567" if parts.get(f"d{each}"))
    if number == "6":
        return _next_such_day(int(parts["d6"]), today)
    month_text = parts[f"m{number}"]
    month = int(month_text) if month_text.isdigit() else MONTH_NUMBERS.get(month_text.lower(), 0)
    day = int(parts[f"d{number}"])
    if number == "2" and month > 12 >= day:
        day, month = month, day  # 12/31: the American order
    year = parts.get(f"y{number}")
    if year:
        return _valid(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    if not today:
        return None
    this_year = _valid(today.year, month, day)
    return this_year if this_year and this_year >= today else _valid(today.year + 1, month, day)


def _next_such_day(day: int, today: date | None) -> date | None:
    """`the 19th`, of this month or the next."""
    if today is None or (today.day > day and today.month == 12):
        return _valid(today.year + 1, 1, day) if today else None
    return _valid(today.year, today.month + (today.day > day), day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
