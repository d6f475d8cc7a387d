"""What deaths offers to the pages that all share."""
