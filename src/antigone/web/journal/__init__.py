"""The record of every act: append-only, hash-chained, in the same transaction as the act."""
