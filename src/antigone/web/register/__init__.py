"""The register of acts: who saw and did what."""
