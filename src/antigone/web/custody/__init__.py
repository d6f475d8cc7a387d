"""Samples, who had what in hands, and labels."""
