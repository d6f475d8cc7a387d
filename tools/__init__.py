"""What `make` runs: set-up, checks and tests, with Python's standard library alone."""
