"""Slots, fleets and services by spreadsheet: things of a campaign that have a code and belong to somebody."""
