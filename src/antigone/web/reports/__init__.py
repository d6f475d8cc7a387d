"""Reports of the board's decisions, for whoever must examine them."""
