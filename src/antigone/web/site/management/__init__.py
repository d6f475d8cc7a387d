"""Commands that belong to the site."""
