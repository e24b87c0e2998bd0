"""Rows of the database as schemas of the API: dull on purpose, one module a noun."""
