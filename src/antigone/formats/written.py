"""What a writer gives: the bytes, and in words what the format could not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Content = TypeVar("Content", covariant=True)


class CannotBeWritten(ValueError):
    """A format cannot hold something that results depend on; printed, it is one reason a line."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(self.reasons))


@dataclass(frozen=True)
class Written(Generic[Content]):
    """A file that was made.

    Args:
        data: its bytes.
        content: what it holds; reading the file gives this.
        notices: what stands otherwise than in the original, or was left out.
    """

    data: bytes
    content: Content
    notices: tuple[str, ...] = ()
