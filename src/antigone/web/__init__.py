"""The pages and the record: the only part of Antigone that knows Django."""
