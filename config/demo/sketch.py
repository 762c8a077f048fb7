"""A drawing that stands in for a photo: soft light, a little grain, a caption, and the date a camera would note."""

import io
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1280, 960
FIRST_UNDRAWABLE = "\u2600"  # the font knows no pictograms
DATE_TIME, ORIGINAL, OFFSET, DETAILS = 0x0132, 0x9003, 0x9011, 0x8769


class Sketch:
    """A sheet to draw on. Coordinates are those of the picture; ``luck`` makes no two alike."""

    def __init__(self, luck, ground="#cfd8d6"):
        self.luck = luck
        self.picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
        self.draw = ImageDraw.Draw(self.picture)

    def box(self, x, y, width, height, fill, *, round_by=0, line=None):
        self.draw.rounded_rectangle((x, y, x + width, y + height), round_by, fill=fill, outline=line, width=4)

    def disc(self, x, y, radius, fill, *, line=None, flat=1.0):
        across = radius * flat
        self.draw.ellipse((x - radius, y - across, x + radius, y + across), fill=fill, outline=line, width=5)

    def pipe(self, *points, width=46, color="#e8e4d8", edge="#9d9788"):
        self.draw.line(points, fill=edge, width=width + 8, joint="curve")
        self.draw.line(points, fill=color, width=width, joint="curve")
        for x, y in points[1:-1]:
            self.disc(x, y, width * 0.72, color, line=edge)

    def crack(self, x, y, steps=14, reach=60, color="#3c3a38", width=7):
        """A line that goes down the way cracks do."""
        points = [(x, y)]
        for _step in range(steps):
            x, y = x + self.luck.randint(-reach, reach), y + self.luck.randint(reach // 3, reach)
            points.append((x, y))
        self.draw.line(points, fill=color, width=width, joint="curve")

    def stains(self, color, how_many=9, left=100, top=100, right=1180, bottom=800, most=70):
        for _stain in range(how_many):
            radius = self.luck.randint(most // 3, most)
            x, y = self.luck.randint(left, right), self.luck.randint(top, bottom)
            self.disc(x, y, radius, color, flat=self.luck.uniform(0.4, 0.9))

    def drops(self, x, y, how_many=5, color="#6fb4d6"):
        for drop in range(how_many):
            self.disc(x + self.luck.randint(-14, 14), y + drop * 52, 13, color, flat=1.5)

    def grid(self, left, top, across, down, size, shades, gap=8):
        for row in range(down):
            for column in range(across):
                where = (left + column * (size + gap), top + row * (size + gap))
                self.box(*where, size, size, self.luck.choice(shades), round_by=6)

    def words(self, x, y, text, size=40, color="#20302e"):
        self.draw.text((x, y), text, fill=color, font=ImageFont.load_default(size))

    def developed(self, caption, taken_at, zone) -> bytes:
        """Return the finished JPEG."""
        grain = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 34).resize((WIDTH, HEIGHT)).convert("RGB")
        self.picture = Image.blend(self.picture.filter(ImageFilter.GaussianBlur(1.2)), grain, 0.09)
        light = Image.radial_gradient("L").resize((WIDTH, HEIGHT)).point(lambda shade: int(shade * 0.42))
        self.picture.paste("#101418", mask=light)
        self.draw = ImageDraw.Draw(self.picture)
        self.draw.rectangle((0, HEIGHT - 74, WIDTH, HEIGHT), fill="#14201f")
        drawable = "".join(letter for letter in caption if letter < FIRST_UNDRAWABLE)
        self.words(28, HEIGHT - 60, drawable[:72], size=34, color="#f2f5f1")
        out = io.BytesIO()
        self.picture.save(out, "JPEG", quality=82, exif=_exif(taken_at.astimezone(ZoneInfo(zone))))
        return out.getvalue()


def _exif(taken_at):
    exif, offset = Image.Exif(), taken_at.strftime("%z")
    exif[DATE_TIME] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    exif.get_ifd(DETAILS).update({ORIGINAL: exif[DATE_TIME], OFFSET: f"{offset[:3]}:{offset[3:]}"})
    return exif
