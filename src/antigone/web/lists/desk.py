"""What lists offers to the pages that all share."""
