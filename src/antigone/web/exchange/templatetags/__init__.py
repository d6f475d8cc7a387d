"""Template tags of exchange."""
