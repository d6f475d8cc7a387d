"""Numbers of records in addresses: any text, also one with a slash in it."""

from __future__ import annotations

from urllib.parse import quote, unquote

from django.urls import register_converter


class NumberConverter:
    """A number as one part of an address; slashes and dots inside are written twice quoted."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The number that an address means."""
        return unquote(value)

    def to_url(self, value: str) -> str:
        """The number as part of an address."""
        quoted = quote(value, safe="")
        # A browser would take these two for steps up the path.
        return quoted.replace(".", "%2E") if quoted in {".", ".."} else quoted


register_converter(NumberConverter, "number")
