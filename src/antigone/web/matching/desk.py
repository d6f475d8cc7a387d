"""What matching offers to the pages that all share."""
