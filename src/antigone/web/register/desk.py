"""What register offers to the pages that all share."""
