"""One file for each act: permission, rules, effect and journal entry stand together."""
