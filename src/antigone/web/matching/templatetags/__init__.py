"""Tags with which other pages show what the newest run found."""
