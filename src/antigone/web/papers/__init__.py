"""Paper: PDF/A from templates, fetching nothing; and the check that what is for families holds no picture."""
