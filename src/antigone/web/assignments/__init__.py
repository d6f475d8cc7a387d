"""Who looks after which case, what is missing there, who owes it and since when."""
