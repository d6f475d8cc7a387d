"""Tags that show breaks of custody on the pages that rest on it."""
