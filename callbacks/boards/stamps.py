"""What a page shows, in a few letters: by them it is told whether it is still true."""

from hashlib import md5

from cases.boards import Board


def stamp_of(*seen) -> str:
    return md5(repr(seen).encode(), usedforsecurity=False).hexdigest()


class LiveBoard(Board):
    """A list of versioned rows that asks at ``pulse`` whether it is still true."""

    pulse = ""

    def fetched(self, rows):
        return rows.for_rows()

    @property
    def stamp(self):
        """Changes exactly when what this page shows has changed."""
        return stamp_of([(row.pk, row.version) for row in self.rows], self.counts)

    def context(self):
        more = {"pulse_url": self.here(self.pulse, stamp=self.stamp), "is_narrow": bool(self.chosen)}
        return super().context() | more | {"all_url": self.address(**dict.fromkeys(self.chosen, ""))}
