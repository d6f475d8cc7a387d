"""How a key id is shown: in groups, as one reads it out."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def grouped(key_id: str) -> str:
    """In groups of four, apart by spaces.

    >>> grouped("66687aadf862")
    '6668 7aad f862'
    """
    return " ".join(key_id[at : at + 4] for at in range(0, len(key_id), 4))
