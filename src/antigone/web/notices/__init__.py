"""The family is told: visit, wishes, letter, and what is done when an identification falls."""
