"""What exchange offers to the pages that all share."""
