"""One file for each kind of act: recipients, drafts, making, and what comes afterwards."""
