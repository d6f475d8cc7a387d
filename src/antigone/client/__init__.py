"""A small client of the programming interface, for notebooks and scripts.

It is the one part of the program that opens connections. It is built on the standard library alone,
imports nothing else of the program, and nothing of the program imports it.
"""

from __future__ import annotations

from antigone.client.answers import columns
from antigone.client.asking import Client
from antigone.client.wire import Refused, Unreachable, Unsafe

__all__ = ["Client", "Refused", "Unreachable", "Unsafe", "columns"]
