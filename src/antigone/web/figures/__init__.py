"""Figures as SVG, drawn on the server from plain values: classes and attributes, no inline style.

Patterns and glyphs which the figures refer to are defined once per page, in `site/_defs.html`.
"""
