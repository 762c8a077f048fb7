"""The child program: one picture in, its harmless copies out. It knows no Django, no database and no secret.

Run as ``python -I cleaner.py < original > frames`` by sandbox.py. The answer is one line of JSON and then the copies,
one after the other, in the order and with the lengths that the line names; or a line that only names a refusal.
"""

import contextlib
import io
import json
import os
import re
import resource
import sys

GIGABYTE = 1 << 30
LIMITS = {
    resource.RLIMIT_AS: 3 * GIGABYTE // 2,
    resource.RLIMIT_CPU: 20,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 64,
}
NOBODY = 65534

MAX_PIXELS = 50_000_000
MAX_TEXT_BYTES = 1 << 20
SIZES = {"file": (2560, 88), "view": (1280, 84), "thumb": (320, 80)}
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # several pictures in one JPEG come as JPEG too

_PHOTO_TAGS, _ORIENTATION = 0x8769, 0x0112
_TAKEN = ((36867, 36881), (306, 36880))  # when the shutter opened, then when the file was written; each with its offset
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # EXIF orientation to PIL.Image.Transpose


class Refused(Exception):
    """The picture is not one we keep: ``unreadable`` or ``too_many_pixels``."""


def limit():
    for what, most in LIMITS.items():
        resource.setrlimit(what, (most, most))


def lock_in():
    """Give up what is no longer needed once the decoders are loaded: other files, sockets, being root."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def load_decoders():
    import pillow_heif
    from PIL import Image, ImageCms, ImageFile, ImageOps, PngImagePlugin  # noqa: F401

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=2)
    Image.init()
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = MAX_TEXT_BYTES


def clean(original: bytes):
    """Return the JPEG copies of ``original`` by size, and what is worth knowing about them.

    Errors: Refused.
    """
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(original), formats=FORMATS)
        _refuse_too_large(picture)
        tags = _tags(picture)
        plain = _plain(_upright(picture, tags.get(_ORIENTATION)))
    except Image.DecompressionBombError as bomb:
        raise Refused("too_many_pixels") from bomb
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, ArithmeticError) as damage:
        raise Refused("unreadable") from damage
    facts = {"width": plain.width, "height": plain.height, "taken_at": _taken_at(tags)}
    return _copies(plain), facts


def _refuse_too_large(picture):
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused("too_many_pixels")


def _tags(picture):
    """The EXIF tags that matter. Damaged ones are no reason to lose a photo."""
    try:
        exif = picture.getexif()
        return {**exif, **exif.get_ifd(_PHOTO_TAGS)}
    except Exception:  # Pillow raises nearly anything over damaged EXIF
        return {}


def _upright(picture, orientation):
    """Shrink first and turn after: the large original is decoded once and never copied."""
    edge = SIZES["file"][0]
    if picture.mode.startswith("I"):
        picture = _copy_with_profile(picture.point(lambda value: value / 256).convert("L"), picture)
    elif picture.mode in ("P", "PA", "1"):
        picture = _copy_with_profile(picture.convert("RGBA"), picture)
    picture.thumbnail((edge, edge), reducing_gap=2.0)
    _refuse_too_large(picture)  # some HEIC files turn out larger than they said
    turn = _TURNS.get(orientation)
    return picture if turn is None else _copy_with_profile(picture.transpose(turn), picture)


def _copy_with_profile(copy, picture):
    copy.info = {"icc_profile": picture.info.get("icc_profile")}
    return copy


def _plain(picture):
    """On white, in sRGB, and with nothing written between the pixels."""
    from PIL import Image, ImageCms

    profile = picture.info.get("icc_profile")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(picture, mask=picture.getchannel("A"))
        picture = flat
    if profile:
        screen = ImageCms.createProfile("sRGB")
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):  # it costs some colour, not the photo
            picture = ImageCms.profileToProfile(picture, io.BytesIO(profile), screen, outputMode="RGB")
    picture = picture.convert("RGB")
    picture.info = {}
    return picture


def _copies(plain):
    copies = {}
    for size, (edge, quality) in SIZES.items():
        plain.thumbnail((edge, edge), reducing_gap=3.0)
        copy = io.BytesIO()
        plain.save(copy, "JPEG", quality=quality, optimize=True, progressive=size != "thumb")
        copies[size] = copy.getvalue()
    return copies


def _taken_at(tags):
    """Return ``2026-10-05T09:31:22`` with its offset when the camera gave one, or None."""
    for at, offset in _TAKEN:
        taken, zone = (str(tags.get(tag) or "").strip("\0 ") for tag in (at, offset))
        if re.fullmatch(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d", taken):
            day, time = taken.split(" ")
            return f"{day.replace(':', '-')}T{time}" + (zone if re.fullmatch(r"[+-]\d\d:\d\d", zone) else "")
    return None


def main():
    limit()
    load_decoders()
    lock_in()
    out = sys.stdout.buffer
    try:
        copies, facts = clean(sys.stdin.buffer.read())
    except Refused as refusal:
        out.write(json.dumps({"refused": str(refusal)}).encode() + b"\n")
        return
    facts["copies"] = [[size, len(copy)] for size, copy in copies.items()]
    out.write(json.dumps(facts).encode() + b"\n" + b"".join(copies.values()))


if __name__ == "__main__":
    main()
