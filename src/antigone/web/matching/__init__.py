"""Runs of the core with frozen inputs, and the pages that show what they found."""
