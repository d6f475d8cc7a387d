"""Signed and sealed packages to the Bureau and the Central Agency."""
