"""The photos of a demo company: drawn, attached as anybody would, and made harmless by the same pipeline."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import connection

from .scenes import SCENES
from .sketch import Sketch

MOST = 32
AT_ONCE = 2


class Album:
    """``take`` attaches a photo to a case inside the company's scope; ``develop`` cleans all of them outside of it."""

    def __init__(self, luck, zone, begins_showing_at):
        self.luck, self.zone, self.begins_showing_at = luck, zone, begins_showing_at
        self.items = []

    def take(self, story, at):
        """Attach one to three photos of what the case is about, while there is film."""
        scene = story.plot.issue.photo
        if at < self.begins_showing_at or len(self.items) >= MOST:
            return
        for shot in range(self.luck.choice([1, 1, 2, 3])):
            taken_at = at - timedelta(minutes=self.luck.randint(2, 90))
            sheet = Sketch(self.luck)
            SCENES[scene](sheet)
            caption = f"{story.case.summary[:60]} · {taken_at:%d %b}"
            upload = ContentFile(sheet.developed(caption, taken_at, self.zone), name=self._name(scene, taken_at, shot))
            key = UUID(int=self.luck.getrandbits(128), version=4)
            item = story.case.attach(upload, by=story.speaker, client_key=key, at=at)
            item.caption_as(caption, by=story.speaker)
            self.items.append(item)

    def _name(self, scene, taken_at, shot):
        camera = self.luck.choice(["IMG_{0:04}.jpg", "PXL_{1:%Y%m%d_%H%M}.jpg", "{2}-{3}.jpg"])
        return camera.format(self.luck.randint(1, 9999), taken_at, scene, shot + 1)

    def develop(self):
        with ThreadPoolExecutor(AT_ONCE) as darkroom:
            list(darkroom.map(_develop, self.items))


def _develop(item):
    try:
        item.make_clean()
    finally:
        connection.close()
