"""Tags of records."""
