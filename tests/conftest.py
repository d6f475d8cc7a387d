"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import settings

# An example that is slow on a busy machine is no fault of the code.
settings.register_profile("antigone", deadline=None)
settings.load_profile("antigone")
