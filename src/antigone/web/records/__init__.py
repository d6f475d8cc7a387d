"""What is recorded of the dead and of those who are sought, and on what legal basis it is used."""
