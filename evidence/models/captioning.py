"""What people say a picture shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_CAPTION = 300


class Captioned(models.Model):
    caption = models.CharField(_("caption"), max_length=MAX_CAPTION, blank=True)

    class Meta:
        abstract = True

    def caption_as(self, text, *, by):
        """Write one line under the file; what is too long is cut."""
        caption = " ".join(text.replace("\0", "").split())[:MAX_CAPTION]
        type(self).objects.claim(self, caption=caption)
