"""What the demo's photos show, by the name that an issue gives: each draws on a sketch."""

CONCRETE, SKY, WATER, COPPER, BRICK = "#c9c3b6", "#d8e3e6", "#4fa7c4", "#b8733f", "#a4624a"
STEEL, DARK, WHITE, WALL = "#8b969c", "#39444a", "#f1efe9", "#ddd3c2"


def tile(sheet):
    sheet.box(0, 0, 1280, 210, "#b9a98c")
    shades = ["#2f6f9f", "#3a7fae", "#285f8c", "#4a8fbb"]
    sheet.grid(-20, 222, 11, 3, 118, shades)
    sheet.box(0, 610, 1280, 350, WATER)
    gone = 100 + 126 * sheet.luck.randint(1, 6)
    sheet.box(gone, 340, 130, 130, "#a79c88")
    sheet.crack(gone + 90, 220, 7, 46)


def finish(sheet):
    sheet.box(0, 0, 1280, 960, "#7db8c9")
    sheet.stains("#8fc6d4", 60, 0, 0, 1280, 900, 26)
    sheet.stains("#6c9098", 10, 200, 200, 1080, 760, 120)
    sheet.disc(640, 480, 130, "#b7ab95", flat=0.7)
    sheet.stains("#8a7f6b", 14, 540, 410, 740, 550, 24)


def pad(sheet):
    sheet.box(0, 0, 1280, 560, BRICK)
    sheet.grid(-10, 0, 9, 6, 140, ["#a4624a", "#9b5a43", "#ad6c53"], gap=6)
    sheet.box(0, 600, 1280, 360, CONCRETE)
    sheet.box(170, 260, 260, 420, "#33424a", round_by=90)
    sheet.box(620, 480, 360, 190, DARK, round_by=60)
    sheet.pipe((430, 400), (560, 400), (560, 560), (640, 560))
    sheet.pipe((980, 560), (1120, 560), (1120, 120))
    sheet.disc(560, 760, 210, "#8d8a82", flat=0.32)
    sheet.drops(560, 600, 3)


def deck(sheet):
    sheet.grid(-30, 0, 6, 4, 230, ["#cdbfa4", "#c4b597", "#d6caB2", "#bfae8e"], gap=12)
    sheet.crack(380 + sheet.luck.randint(0, 400), 0, 20, 80, width=10)
    sheet.box(820, 620, 340, 90, "#e9c34a")
    sheet.words(840, 640, "12 in", 54)


def pump(sheet):
    sheet.box(0, 650, 1280, 310, CONCRETE)
    sheet.box(330, 420, 420, 240, DARK, round_by=70)
    sheet.disc(330, 530, 150, "#27333a", line=STEEL)
    sheet.disc(330, 530, 92, "#a9c7cf")
    sheet.box(560, 330, 170, 100, "#20282d", round_by=16)
    sheet.words(580, 352, "E 03", 54, "#ff5a4e")
    sheet.pipe((330, 390), (330, 120), (900, 120))
    sheet.disc(500, 800, 240, "#8d8a82", flat=0.26)


def heater(sheet):
    sheet.box(0, 0, 1280, 700, WALL)
    sheet.box(430, 110, 420, 640, "#d9dcdb", round_by=60, line=STEEL)
    sheet.box(500, 560, 280, 130, DARK, round_by=14)
    sheet.stains("#b4562f", 6, 470, 650, 820, 740, 34)
    sheet.pipe((560, 110), (560, 0), color=COPPER, edge="#7d4a25", width=34)
    sheet.pipe((720, 110), (720, 0), color=COPPER, edge="#7d4a25", width=34)
    sheet.drops(640, 740, 3)


def box(sheet):
    sheet.box(0, 560, 1280, 400, "#9c8b74")
    sheet.box(260, 230, 760, 520, "#c79a62", round_by=8, line="#8f6a3c")
    sheet.box(590, 230, 90, 520, "#d9b380")
    sheet.box(320, 520, 240, 160, WHITE)
    for line in range(9):
        sheet.box(338 + line * 23, 540, 5 + line % 3 * 5, 90, "#111111")
    sheet.words(338, 640, sheet.luck.choice(["AR-2", "SAND", "BL 9159", "420-S"]), 30)


def cell(sheet):
    sheet.box(0, 0, 1280, 960, "#b8b2a4")
    sheet.pipe((0, 480), (1280, 480), width=110)
    sheet.box(330, 380, 620, 200, "#e9edee", round_by=80, line=STEEL)
    sheet.grid(420, 430, 9, 2, 40, ["#6f7c82", "#8fa3a8", "#dfe9d6"])
    sheet.box(500, 640, 290, 150, "#1d262b", round_by=16)
    sheet.words(530, 670, "2200 ppm", 56, "#7be07f")


def storm(sheet):
    sheet.box(0, 0, 1280, 300, "#8f8a80")
    sheet.box(0, 300, 1280, 660, "#4f8f8b")
    for branch in range(7):
        x = 150 + branch * 150
        sheet.crack(x, 240, 9, 90, "#4b3a26", 16)
        sheet.stains("#5f7a35", 7, x - 130, 320, x + 130, 760, 46)


def drain(sheet):
    sheet.box(0, 0, 1280, 960, "#6b6a62")
    sheet.disc(640, 460, 380, "#4a4841")
    sheet.disc(640, 460, 300, "#23221e")
    for root in range(8):
        sheet.crack(360 + root * 75, 180, 7, 44, "#8b6b45", 9)
    sheet.words(60, 60, f"{sheet.luck.randint(18, 74)}.{sheet.luck.randint(0, 9)} ft", 60, "#f7f06a")


def pipe(sheet):
    sheet.box(0, 0, 1280, 960, "#8a7358")
    sheet.grid(0, 0, 3, 1, 1000, ["#a5895f", "#99805a"], gap=180)
    sheet.pipe((640, 0), (640, 520), (1280, 520), color=COPPER, edge="#7d4a25", width=56)
    sheet.crack(632, 250, 5, 22, "#1e1b18", 8)
    sheet.drops(650, 400, 8)
    sheet.disc(620, 900, 260, "#6b5a45", flat=0.2)


def faucet(sheet):
    sheet.grid(0, 0, 11, 5, 112, [WHITE, "#e6e3da", "#f6f4ef"])
    sheet.box(0, 640, 1280, 320, "#5a5754")
    sheet.disc(640, 690, 330, STEEL, line=DARK, flat=0.28)
    sheet.pipe((640, 660), (640, 230), (860, 230), (860, 380), color="#c9cfd2", edge="#7b868c")
    sheet.drops(860, 430, 4)


def tankless(sheet):
    sheet.box(0, 0, 1280, 960, WALL)
    sheet.box(400, 90, 480, 620, WHITE, round_by=20, line=STEEL)
    sheet.box(560, 480, 170, 90, "#1d262b", round_by=10)
    sheet.words(580, 496, "E003", 52, "#ff5a4e")
    for place in (470, 570, 680, 800):
        sheet.pipe((place, 710), (place, 960), color=COPPER, edge="#7d4a25", width=26)


def boiler(sheet):
    sheet.box(0, 0, 1280, 960, "#77736c")
    sheet.box(300, 260, 520, 560, "#3d6a86", round_by=16, line=DARK)
    sheet.disc(560, 400, 84, WHITE, line=DARK)
    sheet.draw.line((560, 400, 612, 356), fill="#c0392b", width=8)
    sheet.box(430, 620, 260, 150, "#1b1f22", round_by=8)
    sheet.stains("#e98b2a", 5, 460, 690, 660, 740, 26)
    sheet.pipe((820, 360), (1050, 360), (1050, 0), color="#b9bfc2", edge="#70797e", width=90)


def wall(sheet):
    sheet.box(0, 0, 1280, 960, "#e4ddd0")
    sheet.box(360, 200, 560, 460, "#6d5a43", line="#b9ab94")
    for stud in (420, 660, 860):
        sheet.box(stud, 200, 60, 460, "#b08d5b")
    sheet.pipe((360, 470), (920, 470), color=COPPER, edge="#7d4a25", width=38)
    sheet.stains("#b79f74", 6, 300, 640, 980, 860, 90)


SCENES = {
    draw.__name__: draw
    for draw in (
        tile, finish, pad, deck, pump, heater, box, cell, storm, drain, pipe, faucet, tankless, boiler, wall
    )
}  # fmt: skip
