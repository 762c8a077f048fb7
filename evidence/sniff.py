"""What a file is, told by its first bytes. Neither its name nor what the browser says about it counts. Pure."""

import codecs
from dataclasses import dataclass

MEGABYTE = 1_000_000
HEAD_BYTES = 4096
_BYTE_ORDER_MARK = codecs.BOM_UTF8


@dataclass(frozen=True)
class Format:
    """One kind of file that evidence may be. The first of ``extensions`` is given to a file that has none of them."""

    key: str
    kind: str
    content_type: str
    extensions: tuple[str, ...]
    max_bytes: int


class Unwelcome(ValueError):
    """This file cannot be evidence. ``reason`` is one word: empty, web, office, archive, picture, video, unknown."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def _image(key, content_type, *extensions):
    return Format(key, "image", content_type, extensions, 20 * MEGABYTE)


def _audio(key, content_type, *extensions):
    return Format(key, "audio", content_type, extensions, 200 * MEGABYTE)


def _text(key, *extensions):
    return Format(key, "document", "text/plain; charset=utf-8", extensions, 2 * MEGABYTE)


JPEG = _image("jpeg", "image/jpeg", "jpg", "jpeg")
PNG = _image("png", "image/png", "png")
WEBP = _image("webp", "image/webp", "webp")
HEIC = _image("heic", "image/heic", "heic", "heif")
PDF = Format("pdf", "pdf", "application/pdf", ("pdf",), 20 * MEGABYTE)
MP3 = _audio("mp3", "audio/mpeg", "mp3")
M4A = _audio("m4a", "audio/mp4", "m4a", "m4b")
OGG = _audio("ogg", "audio/ogg", "ogg", "oga", "opus")
WAV = _audio("wav", "audio/wav", "wav")
VTT = _text("vtt", "vtt")
SRT = _text("srt", "srt")
TXT = _text("txt", "txt")

FORMATS = {f.key: f for f in (JPEG, PNG, WEBP, HEIC, PDF, MP3, M4A, OGG, WAV, VTT, SRT, TXT)}

_KNOWN = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"%PDF-", PDF),
    (b"ID3\x02", MP3),
    (b"ID3\x03", MP3),
    (b"ID3\x04", MP3),
    (b"OggS\x00", OGG),
)
_REFUSED = (
    (b"PK\x03\x04", "archive"),  # Word, Excel and Pages files are archives too
    (b"PK\x05\x06", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!\x1a", "archive"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "office"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"8BPS", "picture"),
    (b"%!PS", "picture"),
    (b"\xc5\xd0\xd3\xc6", "picture"),
    (b"\x1aE\xdf\xa3", "video"),
)
_RIFF = {b"WEBP": WEBP, b"WAVE": WAV, b"AVI ": "video"}
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_AVIF_BRANDS = frozenset((b"avif", b"avis"))
_SOUND_BRANDS = frozenset((b"M4A ", b"M4B "))


def recognise(file) -> Format:
    """Return the format of the seekable binary ``file`` and leave it at its beginning.

    A text is read whole, because every byte of it must be UTF-8.
    Errors: Unwelcome.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head:
        raise Unwelcome("empty")
    found = _by_magic(head) or _by_container(head, file) or _by_text(head, file)
    file.seek(0)
    if isinstance(found, Format):
        return found
    raise Unwelcome(found or "unknown")


def _by_magic(head):
    for magic, found in (*_KNOWN, *_REFUSED):
        if head.startswith(magic):
            return found
    if head[0] == 0xFF and len(head) > 2 and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0:
        return MP3  # a bare MPEG frame, layer III
    return None


def _by_container(head, file):
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] != b"ftyp":
        return None
    brands = _brands(head)
    if brands & _AVIF_BRANDS:
        return "picture"
    if brands & _HEIC_BRANDS:
        return HEIC
    if brands & _SOUND_BRANDS and b"qt  " not in brands:
        return M4A
    return M4A if _has_only_sound(file) else "video"


def _brands(head):
    end = min(int.from_bytes(head[:4]), 256)
    return {head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))}


def _has_only_sound(file):
    """Tell a phone's voice recording from its video: both are MP4, only one has a picture track."""
    at = 0
    for _box in range(64):
        file.seek(at)
        header = file.read(16)
        size, name = int.from_bytes(header[:4]), header[4:8]
        if size == 1:
            size = int.from_bytes(header[8:16])
        if name == b"moov":
            tracks = file.read(min(size, 8 * MEGABYTE))
            return b"soun" in tracks and b"vide" not in tracks
        at += size
        if size < 8 or at > M4A.max_bytes:
            return False
    return False


def _by_text(head, file):
    try:
        start = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "unknown"
    start = start.removeprefix("\ufeff").lstrip()
    if not _is_plain(head):
        return "unknown"
    if start.startswith("<"):
        return "web"
    file.seek(0)
    return _text_format(start) if _is_text_throughout(file) else "unknown"


def _is_text_throughout(file):
    """Whether every byte is readable UTF-8; what is too large to be a kept text is left to the size limit."""
    content = file.read(TXT.max_bytes + 1)
    if len(content) > TXT.max_bytes:
        return True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _is_plain(content)


def _is_plain(content):
    return not set(content) & (set(range(32)) - set(b"\t\n\r\f"))


def _text_format(start):
    first, _, rest = start.partition("\n")
    if first.strip() == "WEBVTT" or first.startswith(("WEBVTT ", "WEBVTT\t")):
        return VTT
    if first.strip().isdigit() and "-->" in rest.partition("\n")[0]:
        return SRT
    return TXT
