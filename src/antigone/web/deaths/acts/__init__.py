"""What is done about a dead person: one file for each kind of act."""
