"""What a file is, whatever it is called."""

import io
import struct

import pytest
from PIL import Image

from evidence import sniff
from evidence.sniff import Unwelcome, recognise

from . import pictures


def box(name, content=b""):
    return struct.pack(">I", 8 + len(content)) + name + content


def mp4(brand, *tracks):
    handlers = b"".join(box(b"trak", box(b"hdlr", bytes(8) + track)) for track in tracks)
    return box(b"ftyp", brand + bytes(4) + b"isom") + box(b"mdat", bytes(9000)) + box(b"moov", handlers)


def refused(content):
    with pytest.raises(Unwelcome) as refusal:
        recognise(io.BytesIO(content))
    return refusal.value.reason


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (pictures.jpeg(), sniff.JPEG),
        (pictures.encoded(pictures.photo(), "PNG"), sniff.PNG),
        (pictures.encoded(pictures.photo(), "WEBP"), sniff.WEBP),
        (pictures.encoded(pictures.photo(), "HEIF"), sniff.HEIC),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", sniff.PDF),
        (b"ID3\x04\x00" + bytes(20), sniff.MP3),
        (b"\xff\xfb\x90\x64" + bytes(20), sniff.MP3),
        (b"OggS\x00" + bytes(20), sniff.OGG),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", sniff.WAV),
        (mp4(b"M4A ", b"soun"), sniff.M4A),
        (mp4(b"mp42", b"soun"), sniff.M4A),
        (b"WEBVTT - Monday\n\n00:01.000 --> 00:02.000\nHello\n", sniff.VTT),
        (b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n", sniff.SRT),
        ("Señora Núñez rang about the pump 💧\n".encode(), sniff.TXT),
        (b"BMW parked over the meter, Rar! MZ", sniff.TXT),
        (b"x" * 4095 + "é".encode(), sniff.TXT),
    ],
)
def test_content_says_what_a_file_is(content, found):
    file = io.BytesIO(content)
    assert recognise(file) == found
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<!doctype html><script>alert(1)</script>", "web"),
        (b'\xef\xbb\xbf \n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "web"),
        (b"<?xml version='1.0'?><html/>", "web"),
        (b"GIF89a/*<script>", "picture"),
        (pictures.encoded(pictures.photo(), "GIF"), "picture"),
        (pictures.encoded(pictures.photo(), "TIFF"), "picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "picture"),
        (box(b"ftyp", b"avif" + bytes(4)), "picture"),
        (b"PK\x03\x04" + bytes(30), "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (mp4(b"isom", b"soun", b"vide"), "video"),
        (mp4(b"qt  ", b"vide"), "video"),
        (box(b"ftyp", b"isom" + bytes(4)) + box(b"free") * 100, "video"),
        (b"RIFF\x24\x00\x00\x00AVI LIST", "video"),
        (b" %PDF-1.7\n\x00", "unknown"),
        (b"MZ\x90\x00\x03\x00", "unknown"),
        (b"caf\xe9", "unknown"),
        ("two bytes each".encode("utf-16"), "unknown"),
        (b"a" * 5000 + b"\xff", "unknown"),
        (b"a" * 5000 + b"\x00", "unknown"),
        (bytes(5000), "unknown"),
    ],
)
def test_everything_else_is_unwelcome(content, reason):
    assert refused(content) == reason


def test_box_sizes_that_lead_nowhere_end_the_search():
    endless = box(b"ftyp", b"isom" + bytes(4)) + struct.pack(">I4sQ", 1, b"free", 2**63)
    assert refused(endless) == "video"


def test_a_photo_in_a_photo_is_a_jpeg():
    several = pictures.encoded(pictures.photo(), "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])
    assert recognise(io.BytesIO(several)) == sniff.JPEG
