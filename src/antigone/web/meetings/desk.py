"""What meetings offers to the pages that all share."""
