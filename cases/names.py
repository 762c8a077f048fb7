"""Who is named in a text: what people type as ``@Ada Lovelace`` is kept as ``@[Ada Lovelace](id)``. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

_MARK = re.compile(r"@\[([^\]\[\n]{1,120})\]\(([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\)")
_SIGN = re.compile(r"(?<!\w)@")
MOST = 20


@dataclass
class Named:
    """``text`` with its marks, whom it names, in order, and which names it leaves open between several people."""

    text: str
    ids: list[UUID] = field(default_factory=list)
    open: list[str] = field(default_factory=list)


def marked(text: str, people: dict[UUID, str], chosen=()) -> Named:
    """Mark whom ``text`` names among ``people`` (id -> name), at most MOST.

    Of people with one name it is the one in ``chosen``. A mark that is there already is believed when it names one of
    ``people``, and is plain text otherwise.
    """
    known = {}
    for pk, name in people.items():
        known.setdefault(name.casefold(), []).append(pk)
    lengths = sorted({len(name) for name in people.values() if name}, reverse=True)
    found, parts, done = Named(text), [], 0
    for sign in _SIGN.finditer(text):
        start = sign.start()
        if start < done or len(found.ids) >= MOST:
            continue
        end, candidates = _at(text, start, known, lengths, people)
        if not candidates:
            continue
        pk = next((one for one in candidates if one in chosen), candidates[0])
        if len(candidates) > 1 and pk not in chosen:
            found.open.append(people[pk])
        if pk not in found.ids:
            found.ids.append(pk)
        parts += [text[done:start], mark(people[pk], pk)]
        done = end
    found.text = "".join([*parts, text[done:]])
    return found


def _at(text, start, known, lengths, people):
    """Return where the name ends that begins at ``start``, and who may be meant."""
    if there := _MARK.match(text, start):
        pk = UUID(there[2])
        return there.end(), [pk] if pk in people else []
    for length in lengths:
        end = start + 1 + length
        candidates = known.get(text[start + 1 : end].casefold())
        if candidates and not re.match(r"\w", text[end : end + 1]):
            return end, candidates
    return start, []


def mark(name: str, pk: UUID) -> str:
    """Write down one person. Brackets and line ends in a name would end the mark early."""
    plain = re.sub(r"[][\n]", " ", name)[:120]
    return f"@[{plain}]({pk})"


def pieces(text: str) -> Iterator[tuple[str, UUID | None]]:
    """Yield ``text`` in pieces: (words, None) and (name, id)."""
    done = 0
    for there in _MARK.finditer(text):
        if there.start() > done:
            yield text[done : there.start()], None
        yield there[1], UUID(there[2])
        done = there.end()
    if done < len(text):
        yield text[done:], None


def ids_in(text: str) -> set[UUID]:
    return {pk for _words, pk in pieces(text) if pk}


def spoken(text: str, most: int | None = None) -> str:
    """Return ``text`` as people read it, cut off after ``most`` characters."""
    said = "".join(f"@{words}" if pk else words for words, pk in pieces(text))
    return said if most is None or len(said) <= most else f"{said[: most - 1].rstrip()}…"
