"""Acts on samples, packets, tags and custody: one transaction each, with its journal entry."""
