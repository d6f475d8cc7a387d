"""The catalogues of the pages' languages: gathered from the source, filled, checked, compiled."""
