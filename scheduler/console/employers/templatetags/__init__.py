"""Filters of the pages of an employer."""
