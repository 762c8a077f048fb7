"""The words by which a customer is found, and what each of them is worth: pure."""

from tenants.words import LONGEST, joined, words_of

EXACT, NAME, REST = KINDS = range(3)  # the lower, the better: all of a number or address, a name, anything else


def tokens_of(facts) -> dict[str, int]:
    """Return the words of ``facts``, each with its kind.

    A fact is a pair: "name", "number", "email", "digits" (of a phone) or "place", and the text.
    """
    found = {}
    for what, text in facts:
        kind = {"name": NAME, "digits": EXACT}.get(what, REST)
        kinds = [(word, kind) for word in words_of(text)]
        # O'Neil is also found as oneil.
        kinds += [(joined(part), kind) for part in text.split() if len(words_of(part)) > 1]
        if what in ("number", "email"):
            kinds.append((joined(text), EXACT))
        for word, kind in kinds:
            if word:
                found[word] = min(kind, found.get(word, kind))
    return found


def key_of(number) -> str:
    """Return a contract, job or order number as it is compared: the column ``found_as`` is made alike."""
    return "".join(letter for letter in number if letter.isalnum()).lower()[:LONGEST]
