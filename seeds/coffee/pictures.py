"""What customers photograph: drawn, since nobody at Kettle & Crumb exists."""

from functools import cache
from math import cos, pi, sin

from regulars.conversations.incoming import File
from seeds.coffee.canvas import Canvas, Colour

CREAM, PAPER, INK = (244, 237, 226), (252, 250, 246), (58, 44, 36)
TABLE, SHADE = (205, 178, 146), (181, 152, 120)
COPPER, COPPER_DARK, COPPER_LIGHT = (191, 107, 62), (143, 74, 40), (231, 166, 122)
STEEL_DARK = (112, 118, 126)
CARTON, CARTON_DARK, TAPE = (198, 156, 105), (166, 126, 80), (224, 196, 146)
GREEN, AMBER, GREY = (96, 148, 104), (214, 152, 58), (196, 190, 182)


def picture(name: str, canvas: Canvas, *, content_id: str = "") -> File:
    return File(
        name=name,
        content=canvas.png(),
        content_type="image/png",
        content_id=content_id,
        is_inline=bool(content_id),
    )


@cache
def tracking_page() -> File:
    """The courier's page: left the depot, and not a word since."""
    page = Canvas(560, 340, PAPER)
    page.box(0, 0, 560, 54, (48, 76, 110))
    page.box(24, 20, 150, 34, PAPER)
    page.box(24, 78, 260, 92, INK)
    page.box(24, 102, 190, 110, GREY)
    for number, colour in enumerate((GREEN, GREEN, AMBER, GREY)):
        x = 70 + number * 140
        if number < 3:
            page.box(x, 168, x + 140, 172, GREEN if number < 1 else GREY)
        page.disc(x, 170, 13, colour)
        page.disc(x, 170, 6, PAPER)
        page.box(x - 40, 196, x + 40, 204, INK if number == 2 else GREY)
        page.box(x - 28, 212, x + 28, 218, GREY)
    page.box(24, 252, 536, 312, (250, 240, 220))
    page.box(42, 272, 330, 280, INK)
    page.box(42, 290, 250, 296, GREY)
    return picture("tracking.png", page)


@cache
def cracked_hopper() -> File:
    """A hand grinder whose glass has not survived the post."""
    photo = _on_the_table()
    photo.disc(240, 300, 82, SHADE, flat=0.2)
    photo.shape([(186, 190), (294, 190), (306, 300), (174, 300)], (122, 78, 52))
    photo.disc(240, 300, 66, (104, 64, 42), flat=0.22)
    photo.shape([(170, 96), (310, 96), (290, 192), (190, 192)], (214, 224, 226))
    photo.disc(240, 96, 70, (232, 238, 240), flat=0.2)
    photo.box(234, 40, 246, 96, STEEL_DARK)
    photo.line([(240, 44), (336, 58)], STEEL_DARK, thick=9)
    photo.disc(340, 58, 15, (92, 58, 38))
    photo.line([(206, 100), (222, 126), (214, 148), (232, 170), (228, 192)], (70, 78, 84), thick=3)
    photo.line([(222, 126), (250, 136), (262, 158)], (70, 78, 84), thick=2)
    photo.line([(214, 148), (198, 166)], (70, 78, 84), thick=2)
    photo.shape([(326, 286), (350, 278), (344, 300)], (214, 224, 226))
    photo.shape([(362, 300), (376, 292), (378, 306)], (214, 224, 226))
    return picture("cracked-hopper.png", photo)


@cache
def parcel() -> File:
    """The box that it came in."""
    photo = _on_the_table()
    photo.shape([(110, 300), (392, 300), (420, 322), (90, 322)], SHADE)
    photo.shape([(120, 130), (330, 130), (330, 304), (120, 304)], CARTON)
    photo.shape([(330, 130), (392, 100), (392, 262), (330, 304)], CARTON_DARK)
    photo.shape([(120, 130), (182, 100), (392, 100), (330, 130)], TAPE)
    photo.box(212, 130, 240, 304, TAPE)
    photo.box(140, 200, 200, 250, PAPER)
    for line in range(4):
        photo.box(146, 208 + line * 10, 192 - line * 6, 211 + line * 10, INK)
    return picture("parcel.png", photo)


@cache
def label_sketch() -> File:
    """Two names and a date, by hand."""
    sheet = Canvas(460, 300, CREAM)
    sheet.disc(230, 150, 122, PAPER)
    for radius, colour in ((122, COPPER), (116, PAPER)):
        sheet.disc(230, 150, radius, colour)
    for left, width in ((150, 64), (246, 70)):
        _scribble(sheet, left, 130, width)
    sheet.line([(222, 122), (240, 142)], COPPER, thick=3)
    _scribble(sheet, 186, 176, 90)
    for x in (190, 270):
        sheet.disc(x, 210, 8, COPPER)
        sheet.shape([(x - 8, 212), (x + 8, 212), (x, 224)], COPPER)
    return picture("label-sketch.png", sheet)


@cache
def two_bags() -> File:
    """Two bags of coffee that look too much alike."""
    photo = _on_the_table()
    for left in (96, 264):
        photo.shape([(left, 96), (left + 124, 96), (left + 132, 300), (left - 8, 300)], (46, 42, 40))
        photo.box(left, 84, left + 124, 100, (66, 60, 56))
        photo.box(left + 22, 160, left + 102, 220, PAPER)
        photo.box(left + 34, 174, left + 90, 182, INK)
        photo.box(left + 34, 194, left + 78, 200, GREY)
    return picture("two-bags.png", photo)


@cache
def stamp_card() -> File:
    """Nine stamps, washed at sixty degrees."""
    card = Canvas(420, 250, (214, 222, 228))
    card.shape([(34, 30), (388, 22), (394, 222), (28, 228)], CREAM)
    for number in range(10):
        x, y = 86 + number % 5 * 62, 92 + number // 5 * 76
        card.disc(x, y, 24, (222, 206, 186))
        if number < 9:
            card.disc(x + number % 3 - 1, y, 17 - number % 4, COPPER_LIGHT if number % 2 else COPPER)
    card.line([(40, 140), (180, 128), (300, 150), (390, 136)], (230, 222, 210), thick=5)
    return picture("stamp-card.png", card)


def kettle(*, content_id: str = "") -> File:
    """The copper kettle."""
    return picture("kettle.png", _kettle(), content_id=content_id)


@cache
def _kettle() -> Canvas:
    photo = _on_the_table()
    photo.disc(232, 300, 118, SHADE, flat=0.18)
    photo.line([(312, 236), (376, 196), (392, 132), (420, 122)], COPPER_DARK, thick=12)
    photo.shape([(150, 170), (314, 170), (342, 300), (122, 300)], COPPER)
    photo.disc(232, 300, 110, COPPER, flat=0.16)
    photo.shape([(166, 176), (196, 176), (182, 296), (144, 296)], COPPER_LIGHT)
    photo.disc(232, 170, 82, COPPER_DARK, flat=0.2)
    photo.disc(232, 160, 66, COPPER, flat=0.24)
    photo.disc(232, 138, 11, INK)
    arc = [(232 - 96 * cos(turn / 8 * pi), 168 - 112 * sin(turn / 8 * pi)) for turn in range(9)]
    photo.line(arc, INK, thick=10)
    return photo


def _on_the_table() -> Canvas:
    photo = Canvas(480, 360, CREAM)
    photo.box(0, 232, 480, 360, TABLE)
    photo.box(0, 232, 480, 236, SHADE)
    return photo


def _scribble(sheet: Canvas, left: float, y: float, width: float, colour: Colour = INK) -> None:
    steps = int(width // 8)
    points = [(left + step * 8, y + (-7, 5, -2, 7)[step % 4]) for step in range(steps)]
    sheet.line(points, colour, thick=2.5)
