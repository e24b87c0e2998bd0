"""Departure requests by spreadsheet: who is who, who travels with whom, and what is new."""
