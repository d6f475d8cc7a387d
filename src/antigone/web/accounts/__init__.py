"""Persons who work with the record, their agencies, and the proof of who is at the keyboard."""
