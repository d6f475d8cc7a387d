"""Formats of Russian pages."""
