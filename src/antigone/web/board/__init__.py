"""The identification board: proposals, signatures, identifications, exclusions, reopenings."""
