"""Changing files at random and keeping those that reach new lines, without any tool."""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from antigone.formats.problems import FormatError
from verification.fuzz_target import Target

Line = tuple[str, int]

_OWN = "/antigone/"


@dataclass(frozen=True)
class Fuzzed:
    """What came of it: files tried, lines of our code reached, and where a reader failed, the file."""

    tried: int
    lines: int
    failing: bytes | None = None
    fault: str = ""


def fuzz_by_mutation(target: Target, seconds: float, seed: int, most: int | None = None) -> Fuzzed:
    """Change files until the time is over, or so many were tried, or the reader fails.

    Args:
        target: the reader with its files.
        seconds: how long.
        seed: of the random changes.
        most: files at most; None for no bound.
    """
    chance = random.Random(seed)
    pool = [*target.corpus()]
    waiting = [*pool]
    reached: set[Line] = set()
    tried = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end and (most is None or tried < most):
        data = waiting.pop() if waiting else _changed(chance, pool, target)
        tried += 1
        before = len(reached)
        try:
            with _lines_into(reached):
                target.read(data)
        except FormatError:
            pass
        except Exception:
            return Fuzzed(tried, len(reached), data, traceback.format_exc())
        if len(reached) > before:
            pool.append(data)
    return Fuzzed(tried, len(reached))


def _changed(chance: random.Random, pool: Sequence[bytes], target: Target) -> bytes:
    data = bytearray(chance.choice(pool))
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at = chance.randint(0, len(data))
        to = min(len(data), at + chance.choice((1, 1, 2, 8, 40)))
        match chance.randrange(7):
            case 0:
                data[at:to] = chance.randbytes(to - at)
            case 1:
                del data[at:to]
            case 2:
                data[at:at] = data[at:to] * chance.choice((1, 2, 8))
            case 3 if target.words:
                data[at:at] = chance.choice(target.words)
            case 4 if target.words:
                data[at:to] = chance.choice(target.words)
            case 5:
                other = chance.choice(pool)
                start = chance.randint(0, len(other))
                data[at:to] = other[start : start + 60]
            case _:
                _swap_lines(chance, data)
    return bytes(data[: target.most_bytes])


def _swap_lines(chance: random.Random, data: bytearray) -> None:
    lines = bytes(data).splitlines(keepends=True)
    if lines:
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        data[:] = b"".join(lines)


@contextmanager
def _lines_into(reached: set[Line]) -> Iterator[None]:
    def each(frame: FrameType, event: str, _argument: object) -> object:
        if event == "line":
            reached.add((frame.f_code.co_filename, frame.f_lineno))
        return each

    def calls(frame: FrameType, _event: str, _argument: object) -> object:
        return each if _OWN in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(calls)  # type: ignore[arg-type]
    try:
        yield
    finally:
        sys.settrace(before)
