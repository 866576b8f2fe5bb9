"""Scenes: simple drawings that stand for photos where nobody uploaded a real one. Only shapes, and no people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import cos, pi, sin

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 640
FINER = 2
"""Drawn this much larger and then reduced, for smooth edges."""
Colour = tuple[int, int, int]
SKY, LOW_SKY, SUN = (150, 200, 232), (226, 240, 246), (250, 214, 104)
GRASS, FAR_GRASS, PATH = (124, 172, 96), (164, 198, 134), (222, 205, 170)
LEAF, DARK_LEAF, TRUNK = (72, 132, 78), (54, 108, 66), (112, 82, 58)
WOOD, DARK_WOOD, STEEL = (176, 124, 76), (134, 92, 56), (86, 96, 108)
RED, BLUE, YELLOW, BRICK, SOIL = (204, 82, 66), (70, 116, 172), (236, 190, 78), (178, 98, 76), (128, 94, 68)


class Canvas:
    """A meadow under the sky, to draw on in the measures of the finished picture."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), LOW_SKY)
        self._pen = ImageDraw.Draw(self.image)
        for row in range(0, 360, 4):
            self.box(0, row, WIDTH, row + 4, _between(SKY, LOW_SKY, row / 360))
        self.disc(820, 96, 44, SUN)
        self.oval(-260, 330, 620, 620, FAR_GRASS)
        self.oval(360, 350, 1300, 660, FAR_GRASS)
        self.box(0, 424, WIDTH, HEIGHT, GRASS)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, corner: float = 0) -> None:
        self._pen.rounded_rectangle(_finer(left, top, right, bottom), corner * FINER, fill=colour)

    def oval(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self._pen.ellipse(_finer(left, top, right, bottom), fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.oval(x - radius, y - radius, x + radius, y + radius, colour)

    def shape(self, colour: Colour, *points: float) -> None:
        self._pen.polygon(_finer(*points), fill=colour)

    def line(self, colour: Colour, width: float, *points: float) -> None:
        self._pen.line(_finer(*points), fill=colour, width=round(width * FINER), joint="curve")

    def finish(self) -> Image.Image:
        return self.image.reduce(FINER)


def draw_scene(name: str) -> Image.Image:
    """The scene that a name suggests; a tree at a path where it suggests nothing."""
    told = name.lower()
    draw = next((scene for words, scene in SCENES if any(word in told for word in words)), _path)
    canvas = Canvas()
    draw(canvas)
    return canvas.finish()


def _bench(on: Canvas) -> None:
    _tree(on, 250, 470, 1.5)
    on.oval(330, 556, 800, 596, DARK_LEAF)
    for x in (420, 700):
        on.box(x, 470, x + 16, 580, STEEL)
        on.box(x - 2, 380, x + 10, 480, STEEL)
    for y in (384, 412, 440):
        on.box(380, y, 750, y + 20, WOOD, 4)
    on.box(372, 476, 758, 496, WOOD, 4)
    on.box(372, 500, 758, 512, DARK_WOOD, 4)
    _flowers(on, 860, 560)


def _playground(on: Canvas) -> None:
    on.oval(60, 500, 900, 640, PATH)
    for x, slant in ((150, -34), (150, 34), (420, -34), (420, 34)):
        on.line(RED, 12, x, 250, x + slant, 540)
    on.line(RED, 14, 140, 252, 430, 252)
    for x in (210, 330):
        on.line(STEEL, 4, x, 256, x - 8, 450)
        on.line(STEEL, 4, x + 50, 256, x + 42, 450)
        on.box(x - 14, 448, x + 48, 460, BLUE, 4)
    for x in (590, 650):
        on.box(x, 300, x + 10, 550, STEEL)
    for y in range(340, 550, 36):
        on.box(590, y, 660, y + 7, STEEL)
    on.shape(YELLOW, 646, 304, 676, 300, 850, 532, 880, 536, 880, 552, 838, 548)
    on.shape(BLUE, 570, 300, 680, 300, 625, 244)
    _tree(on, 60, 430, 0.8)


def _garden(on: Canvas) -> None:
    on.box(640, 300, 860, 450, WOOD)
    on.shape(BRICK, 616, 306, 884, 306, 820, 232, 680, 232)
    on.box(720, 360, 780, 450, DARK_WOOD)
    for row, colour in enumerate((RED, YELLOW, (240, 240, 232))):
        top = 470 + row * 54
        on.box(80 - row * 20, top, 560 + row * 40, top + 34, SOIL, 10)
        for x in range(110 - row * 16, 540 + row * 36, 48):
            on.line(DARK_LEAF, 5, x, top + 16, x, top - 12)
            on.disc(x, top - 16, 11, colour)
    _tree(on, 560, 396, 0.7)


def _feast(on: Canvas) -> None:
    on.box(150, 250, 810, 440, BRICK)
    on.shape((120, 70, 60), 120, 256, 840, 256, 720, 150, 240, 150)
    on.box(440, 330, 520, 440, DARK_WOOD)
    for x in (210, 320, 590, 700):
        on.box(x, 310, x + 60, 370, LOW_SKY, 4)
    on.box(240, 500, 720, 520, WOOD, 4)
    for x in (270, 670):
        on.box(x, 520, x + 14, 590, DARK_WOOD)
    for number in range(12):
        x = 40 + number * 76
        top = 180 + 46 * sin(number * pi / 11)
        on.line(STEEL, 3, x, top, x + 76, 180 + 46 * sin((number + 1) * pi / 11))
        on.shape((RED, YELLOW, BLUE)[number % 3], x + 12, top + 4, x + 56, top + 4, x + 34, top + 56)


def _path(on: Canvas) -> None:
    on.shape(PATH, 380, 640, 620, 640, 520, 424, 490, 424)
    _tree(on, 220, 470, 1.3)
    _tree(on, 720, 446, 1.0)
    for x, y in ((120, 590), (790, 580), (700, 604)):
        _flowers(on, x, y)


def _plan(on: Canvas) -> None:
    """A drawing of a plot seen from above."""
    on.box(0, 0, WIDTH, HEIGHT, (246, 244, 236))
    for x in range(0, WIDTH, 40):
        on.line((226, 228, 224), 1.5, x, 0, x, HEIGHT)
    for y in range(0, HEIGHT, 40):
        on.line((226, 228, 224), 1.5, 0, y, WIDTH, y)
    on.line(STEEL, 6, 120, 100, 840, 100, 840, 520, 120, 520, 120, 100)
    on.shape(PATH, 440, 520, 520, 520, 520, 340, 840, 340, 840, 280, 440, 280)
    on.box(180, 150, 380, 300, BRICK)
    for x, y in ((620, 180), (720, 200), (240, 420), (350, 440), (700, 440)):
        on.disc(x, y, 34, FAR_GRASS)
        on.disc(x, y, 8, DARK_LEAF)


SCENES: tuple[tuple[tuple[str, ...], Callable[[Canvas], None]], ...] = (
    (("schets", "tekening", "plan", "ontwerp", "kaart"), _plan),
    (("bank", "zit"), _bench),
    (("speel", "schommel", "glijbaan", "toestel"), _playground),
    (("tuin", "bloem", "groen", "moes", "perk"), _garden),
    (("feest", "opening", "buurthuis", "dorpshuis", "geluid", "vlag"), _feast),
)


def _tree(on: Canvas, x: float, y: float, size: float) -> None:
    on.oval(x - 100 * size, y + 40 * size, x + 100 * size, y + 76 * size, DARK_LEAF)
    on.shape(TRUNK, x - 14 * size, y - 120 * size, x + 14 * size, y - 120 * size, x + 22 * size, y + 60 * size,
             x - 22 * size, y + 60 * size)  # fmt: skip
    for left, up in _around(7):
        on.disc(x + 66 * size * left, y - 170 * size + 54 * size * up, 58 * size, DARK_LEAF)
    for left, up in _around(6):
        on.disc(x - 10 * size + 44 * size * left, y - 184 * size + 38 * size * up, 46 * size, LEAF)


def _flowers(on: Canvas, x: float, y: float) -> None:
    for number, (left, up) in enumerate(_around(5)):
        on.disc(x + 26 * left, y + 12 * up, 8, (YELLOW, RED)[number % 2])


def _around(count: int) -> Iterator[tuple[float, float]]:
    """So many points on a circle."""
    return ((cos(2 * pi * turn / count), sin(2 * pi * turn / count)) for turn in range(count))


def _finer(*measures: float) -> list[float]:
    return [measure * FINER for measure in measures]


def _between(first: Colour, second: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue
