"""Search over all cases, by name in any script and by word; views of a list that a person saved."""
