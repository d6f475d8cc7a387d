"""Filters of the pages and papers about the dead."""
