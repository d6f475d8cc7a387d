"""Searching by the face of remains among photographs that families gave for it: a lead, no more."""
