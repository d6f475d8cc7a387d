"""What wording offers to the pages that all share."""
