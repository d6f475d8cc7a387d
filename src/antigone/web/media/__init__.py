"""The only door to pictures and prints: sealed, veiled, opened one at a time with a reason."""
