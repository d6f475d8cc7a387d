"""The commands of `antigone` that need no database: files in, results out."""
