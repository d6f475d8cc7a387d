"""Tags that need the board."""
