"""What was sent before is not sent again; said in other words, it is asked about."""

from hashlib import sha256


class SentBefore(Exception):
    """The same form was sent before, with other words. ``args``: the case that took them."""


def typed(*words) -> str:
    """Return what tells one wording from another, for the line of history that was written for it."""
    said = " ".join(" ".join(str(word or "").split()) for word in words)
    return sha256(said.encode()).hexdigest()[:16]


def refuse_other_words(case, line, words):
    """Raise SentBefore when ``line`` was written for other words; one from before that was noted says nothing."""
    if line is not None and line.facts.get("typed", words) != words:
        raise SentBefore(case)
