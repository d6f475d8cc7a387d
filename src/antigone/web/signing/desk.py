"""What signing offers to the pages that all share."""
