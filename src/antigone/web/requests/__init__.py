"""Tracing requests, consent, and the pedigrees of families."""
