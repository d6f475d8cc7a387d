"""Keys with which persons and the installation sign, and what they signed."""
