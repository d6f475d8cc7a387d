"""Blind search: every profile of remains against every family, as fast as the machine reads memory."""
