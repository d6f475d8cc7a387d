"""Faces, as a lead and nothing more: which family to ask first for a sample."""
