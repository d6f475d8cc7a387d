"""What glance offers to the pages that all share."""
