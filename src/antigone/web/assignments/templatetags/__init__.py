"""Tags of the care for cases."""
