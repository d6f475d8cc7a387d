"""Meetings of the identification board: agenda, case after case, minutes."""
