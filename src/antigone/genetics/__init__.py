"""Likelihoods of DNA profiles given a pedigree: exact, in log space, without any database."""
