"""Antigone: forensic identification of the unidentified dead, from records to a signed decision."""

__version__ = "0.1.0"
