"""One file for each act of telling a family."""
