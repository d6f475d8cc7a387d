"""What transmissions offers to the pages that all share."""
