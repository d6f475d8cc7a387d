"""Who may be whom, over all remains and all missing persons together."""
