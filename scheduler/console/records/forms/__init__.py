"""What is filled in on pages of records, a module a noun."""
