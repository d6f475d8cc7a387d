"""Acts of a meeting, from planning it to amending its minutes."""
