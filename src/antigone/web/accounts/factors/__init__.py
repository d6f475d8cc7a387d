"""Second factors: setting them up, removing them, and telling whether what was given is right."""
