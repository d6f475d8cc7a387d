"""The composition root: settings, addresses, base template, style sheet."""
