"""Tags that the pages of other parts use."""
