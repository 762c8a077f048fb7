"""Which bytes may leave the house, and as what."""

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import models

from evidence.names import download_name
from evidence.sniff import FORMATS, JPEG

PHOTO_SIZES = ("thumb", "view", "file")


@dataclass(frozen=True)
class Served:
    """A file that may be shown: ``is_inline`` only for photos that this house encoded itself."""

    path: str
    content_type: str
    name: str
    is_inline: bool

    def open(self):
        return default_storage.open(self.path)


class Servable(models.Model):
    class Meta:
        abstract = True

    @property
    def sizes(self) -> tuple[str, ...]:
        return PHOTO_SIZES if self.kind == "image" else ("file",)

    def served(self, size) -> Served | None:
        """Return what may be shown of this item in that size; None before it is clean and for unknown sizes."""
        if not self.is_clean or size not in self.sizes:
            return None
        own = FORMATS[self.format]
        if self.kind == "image":
            name = download_name(self.name, JPEG.extensions, instead_of=own.extensions)
            return Served(f"{self.copies}.{size}.jpg", JPEG.content_type, name, is_inline=True)
        return Served(self.original, own.content_type, download_name(self.name, own.extensions), is_inline=False)
