"""What records offer to the pages that all share."""
