"""Keys that seal content, so that it can be destroyed."""
