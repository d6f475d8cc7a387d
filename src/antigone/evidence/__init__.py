"""Evidence besides DNA: each line compares one observation of remains with one of a missing person."""
