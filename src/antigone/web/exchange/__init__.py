"""Files of other programs, in and out: looked at first, taken over whole; exports with a purpose."""
