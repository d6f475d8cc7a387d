"""What assignments offers to the pages that all share."""
