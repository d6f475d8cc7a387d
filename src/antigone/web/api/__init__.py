"""The programming interface: tokens of persons, with scopes; the same doors and rules as the pages."""
