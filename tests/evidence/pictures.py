"""Photos as people and attackers send them, made small enough for a test."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

CAMERA_TAGS = {306: "2026:10:06 08:00:00", 0x0110: "Phone 17", 0x010E: "taken at 4 Privet Drive"}
SHUTTER_TAGS = {36867: "2026:10:05 09:31:22", 36881: "-07:00"}
PLACE_TAGS = {1: "N", 2: (33.0, 26.0, 54.0), 3: "W", 4: (112.0, 4.0, 26.0)}


def photo(width=64, height=48):
    """A photo with its left half red and its right half blue."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    return picture


def camera_exif(orientation=6, offset=True):
    exif = Image.Exif()
    exif.update(CAMERA_TAGS)
    exif[0x0112] = orientation
    exif.get_ifd(0x8769).update({tag: text for tag, text in SHUTTER_TAGS.items() if offset or tag != 36881})
    exif.get_ifd(0x8825).update(PLACE_TAGS)
    return exif


def encoded(picture, as_format="JPEG", **options):
    out = io.BytesIO()
    picture.save(out, as_format, **options)
    return out.getvalue()


def from_camera(picture, as_format="JPEG", **tags):
    """The picture with all a phone writes beside it. HEIC keeps its turn outside of EXIF, taken from ``info``."""
    exif = picture.info["exif"] = camera_exif(**tags).tobytes()
    return encoded(picture, as_format, exif=exif)


def opened(copy):
    return Image.open(io.BytesIO(copy))


def jpeg(**options):
    return encoded(photo(), **options)


def png_chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_claiming(width, height):
    """A PNG whose header promises far more than it holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(bytes(1000)))
        + png_chunk(b"IEND", b"")
    )


def png_with_text_bomb():
    """Twenty kilobytes of PNG that unpack to twenty megabytes of caption."""
    plain = encoded(photo(), "PNG")
    bomb = b"Comment\0\1\0\0\0" + zlib.compress(bytes(20_000_000), 9)
    return plain[:33] + png_chunk(b"iTXt", bomb) + plain[33:]


def heic_claiming(width, height):
    """A small HEIC whose header says it is huge, as an 81-megapixel one of 19 kilobytes does."""
    real = encoded(photo(64, 64), "HEIF")
    at = real.index(b"ispe") + 8
    return real[:at] + struct.pack(">II", width, height) + real[at + 8 :]
