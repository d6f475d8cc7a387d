"""Incidents, who works in them with which role, and the one door to them."""
