"""Pages without words: for a test of which answers come, not of what they show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template import Origin
from django.template.loaders.base import Loader


class Blank(Loader):
    """Any template is found, and is empty."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        """One source for each name."""
        yield Origin(name=template_name, template_name=template_name, loader=self)

    def get_contents(self, origin: Origin) -> str:
        """Nothing."""
        return ""


def blank(templates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The setting TEMPLATES, with pages that are all blank."""
    (engine,) = templates
    loaders = {"loaders": ["tests.web.blank.Blank"]}
    return [engine | {"APP_DIRS": False, "OPTIONS": engine["OPTIONS"] | loaders}]
