"""What api offers to the pages that all share."""
