"""What reports offers to the pages that all share."""
