"""Tags of searches by face."""
