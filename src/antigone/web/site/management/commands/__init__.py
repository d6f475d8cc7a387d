"""What Django has too, in a form of our own."""
