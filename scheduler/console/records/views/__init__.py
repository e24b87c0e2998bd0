"""Pages of records, a module a noun."""
