"""Readers and writers of files, as pure functions; every refusal names file, place and what is allowed."""
