"""Runs the cleaner in a child process that has nothing to lose, and believes nothing it says before looking."""

import json
import re
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

CLEANER = Path(__file__).with_name("cleaner.py")
TIMEOUT_SECONDS = 30
MAX_HEADER_BYTES = 1000
MAX_OUTPUT_BYTES = 24_000_000
SIZES = ("file", "view", "thumb")
LONGEST_EDGE = 2560
REFUSALS = ("unreadable", "too_many_pixels")


class PictureRefused(Exception):
    """The picture is not one we keep; trying again changes nothing. ``args[0]`` is one of REFUSALS."""


class ChildFailed(Exception):
    """The child died, hung or talked nonsense. ``args[0]`` says how, for the log."""


@dataclass(frozen=True)
class Cleaned:
    """``copies`` are JPEGs by size. ``taken_at`` is the camera's wall time, aware only when it knew its zone."""

    copies: dict[str, bytes]
    width: int
    height: int
    taken_at: datetime | None


def cleaned(original, *, program=None, timeout_seconds=TIMEOUT_SECONDS) -> Cleaned:
    """Return the harmless copies of the binary file ``original``.

    Errors: PictureRefused, ChildFailed.
    """
    with tempfile.TemporaryFile() as stdin:
        shutil.copyfileobj(original, stdin)
        stdin.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", str(program or CLEANER)],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
    try:
        answer = _listen(child.stdout, time.monotonic() + timeout_seconds)
        child.wait(timeout_seconds)
    except subprocess.TimeoutExpired as hung:
        raise ChildFailed("did not end") from hung
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    if child.returncode:
        raise ChildFailed(f"ended with {child.returncode}")
    return _believed(answer)


def _listen(pipe, deadline):
    """Read until the child is silent for good, but never past the deadline nor more than an honest child would say."""
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if not selector.select(max(deadline - time.monotonic(), 0)):
                raise ChildFailed("took too long")
            chunk = pipe.read1(1 << 16)
            if not chunk:
                return bytes(answer)
            answer += chunk
            if len(answer) > MAX_OUTPUT_BYTES:
                raise ChildFailed("said too much")


def _believed(answer):
    line, _, frames = answer.partition(b"\n")
    try:
        facts = json.loads(line[:MAX_HEADER_BYTES])
        if facts.get("refused") in REFUSALS:
            raise PictureRefused(facts["refused"])
        width, height = (_edge(facts[name]) for name in ("width", "height"))
        return Cleaned(_frames(facts["copies"], frames), width, height, _moment(facts["taken_at"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as nonsense:
        raise ChildFailed("talked nonsense") from nonsense


def _edge(number):
    if type(number) is not int or not 0 < number <= LONGEST_EDGE:
        raise ValueError(number)
    return number


def _frames(lengths, frames):
    copies, at = {}, 0
    for size, length in lengths:
        if size not in SIZES or size in copies or type(length) is not int or length < 4:
            raise ValueError(size)
        copy = frames[at : at + length]
        if len(copy) != length or not copy.startswith(b"\xff\xd8\xff") or not copy.endswith(b"\xff\xd9"):
            raise ValueError(size)
        copies[size] = copy
        at += length
    if set(copies) != set(SIZES) or at != len(frames):
        raise ValueError("copies")
    return copies


def _moment(text):
    if text is None:
        return None
    if not re.fullmatch(r"[\dT:+-]{19,25}", text):
        raise ValueError("taken_at")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None  # the thirty-second of a month: a camera's mistake
