"""What the child makes of photos, and of files that only look like photos."""

import io
import zipfile

import pytest
from PIL import Image

from evidence import cleaner
from evidence.cleaner import Refused, clean

from . import pictures


@pytest.fixture(scope="module", autouse=True)
def decoders():
    kept = Image.MAX_IMAGE_PIXELS
    cleaner.load_decoders()
    yield
    Image.MAX_IMAGE_PIXELS = kept


def refused(original):
    with pytest.raises(Refused) as refusal:
        clean(original)
    return str(refusal.value)


def corner_colours(copy):
    picture = pictures.opened(copy)
    top, bottom = (picture.getpixel((picture.width // 2, y)) for y in (1, picture.height - 2))
    return ["red" if pixel[0] > 150 > pixel[2] else "blue" for pixel in (top, bottom)]


@pytest.mark.parametrize("as_format", ["JPEG", "HEIF", "MPO", "PNG", "WEBP"])
def test_a_portrait_photo_is_upright_and_does_not_say_where_it_was_taken(as_format):
    original = pictures.from_camera(pictures.photo(), as_format)
    copies, facts = clean(original)
    assert facts == {"width": 48, "height": 64, "taken_at": "2026-10-05T09:31:22-07:00"}
    assert list(copies) == ["file", "view", "thumb"]
    for copy in copies.values():
        assert pictures.opened(copy).format == "JPEG"
        assert not pictures.opened(copy).getexif()
        assert b"Privet" not in copy
        assert corner_colours(copy) == ["red", "blue"]


def test_a_large_photo_becomes_three_sizes():
    copies, facts = clean(pictures.encoded(Image.new("RGB", (4000, 3000), "white"), quality=40))
    assert (facts["width"], facts["height"], facts["taken_at"]) == (2560, 1920, None)
    assert {size: pictures.opened(copy).size for size, copy in copies.items()} == {
        "file": (2560, 1920),
        "view": (1280, 960),
        "thumb": (320, 240),
    }


def test_a_camera_without_a_zone_gives_its_wall_time():
    original = pictures.from_camera(pictures.photo(), offset=False)
    assert clean(original)[1]["taken_at"] == "2026-10-05T09:31:22"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_damaged_exif_does_not_lose_the_photo():
    tags = bytearray(pictures.camera_exif(orientation=1).tobytes())
    tags[14:60] = b"\xff" * 46
    assert clean(pictures.jpeg(exif=bytes(tags)))[1]["width"] == 64


def test_a_tail_of_script_or_archive_is_gone():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("x.php", "<?php system($_GET[0]);")
    for tail in (b"<script>alert(1)</script>", archive.getvalue()):
        copies, _facts = clean(pictures.jpeg(comment=b"<script>") + tail)
        assert not any(b"<script" in copy or b"PK\x03\x04" in copy for copy in copies.values())


def test_only_the_first_frame_of_a_moving_picture_is_kept():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    moving = pictures.encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
    copies, _facts = clean(moving)
    assert getattr(pictures.opened(copies["file"]), "n_frames", 1) == 1
    assert corner_colours(copies["file"]) == ["red", "red"]


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGBA", (8, 8), (0, 0, 0, 0)),
        Image.new("LA", (8, 8), (0, 0)),
        Image.new("RGBA", (8, 8), (0, 0, 0, 0)).convert("P"),
        Image.new("I;16", (8, 8), 65535),
        Image.new("1", (8, 8), 1),
        Image.new("L", (8, 8), 255),
    ],
    ids=lambda picture: picture.mode,
)
def test_every_way_to_say_white_comes_out_white(picture):
    copy = pictures.opened(clean(pictures.encoded(picture, "PNG"))[0]["file"])
    assert copy.mode == "RGB"
    assert min(copy.getpixel((4, 4))) > 250


def test_print_colours_and_profiles_become_screen_colours():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for picture in (pictures.photo(), pictures.photo().convert("CMYK")):
        for icc_profile in (profile, b"not a profile"):
            copy = clean(pictures.encoded(picture, icc_profile=icc_profile))[0]["file"]
            assert pictures.opened(copy).mode == "RGB"
            assert "icc_profile" not in pictures.opened(copy).info


HOSTILE = {
    "empty": b"",
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "gif": pictures.encoded(pictures.photo(), "GIF"),
    "tiff": pictures.encoded(pictures.photo(), "TIFF"),
    "truncated jpeg": pictures.encoded(pictures.photo(400, 300))[:900],
    "truncated heic": pictures.encoded(pictures.photo(400, 300), "HEIF")[:-40],
    "truncated png": pictures.png_claiming(100, 100),
    "garbage": b"\xff\xd8\xff" + bytes(500),
    "text bomb": pictures.png_with_text_bomb(),
}
HUGE = {
    "png 9500": pictures.png_claiming(9500, 9500),
    "png 20000": pictures.png_claiming(20_000, 20_000),
    "heic 9000": pictures.heic_claiming(9000, 9000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_is_refused(name):
    assert refused(HOSTILE[name]) == "unreadable"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", HUGE)
def test_a_photo_of_too_many_pixels_is_refused_before_it_is_unpacked(name):
    assert refused(HUGE[name]) == "too_many_pixels"
