"""What notices offer to the pages that all share."""
