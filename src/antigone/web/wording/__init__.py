"""In which language a person reads, and which texts for families a named reader has approved."""
