"""Figures as SVG, drawn on the server from plain values: classes and attributes, no inline style.

Texts that a figure shows are handed in, so this package knows no language and no framework.
Patterns and glyphs which the figures refer to are defined once per page, in `site/_defs.html`.
"""
