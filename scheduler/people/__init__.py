"""Workers and their departure requests."""
