"""Results of Antigone beside those of independent programs."""
