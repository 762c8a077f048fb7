"""What an uploaded file is called: a name fit to be shown and to be saved under, never a path. Pure."""

import re
import unicodedata

MAX_CHARACTERS = 120
MAX_EXTENSION = 10
NAMELESS = "file"

# Control, format (which turns text around), surrogate, private and unassigned characters, and line separators.
_UNSHOWABLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def display_name(name) -> str:
    """Return the last part of ``name`` as one readable line, at most 120 characters, its extension kept."""
    shown = "".join(_shown(character) for character in str(name or ""))
    parts = [" ".join(part.split()).strip(" .") for part in re.split(r"[/\\]", unicodedata.normalize("NFC", shown))]
    return _shortened(next((part for part in reversed(parts) if part), NAMELESS))


def _shown(character):
    if character in "\t\r\n":
        return " "
    return "" if unicodedata.category(character) in _UNSHOWABLE else character


def download_name(name, extensions, *, instead_of=()) -> str:
    """Return ``name`` with an extension that belongs to what the file is: a text called ``run.bat`` is no program.

    An extension among ``instead_of`` is replaced, any other is kept before the new one.
    """
    extension = _extension(name).lower()
    if extension in extensions:
        return name
    stem = name[: -len(extension) - 1] if extension and extension in instead_of else name
    return _shortened(f"{stem}.{extensions[0]}")


def _extension(name):
    stem, dot, extension = name.rpartition(".")
    return extension if dot and stem and len(extension) <= MAX_EXTENSION and " " not in extension else ""


def _shortened(name):
    if len(name) <= MAX_CHARACTERS:
        return name
    extension = _extension(name)
    end = f".{extension}" if extension else ""
    return name[: MAX_CHARACTERS - len(end)].rstrip(" .") + end
