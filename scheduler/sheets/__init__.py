"""Spreadsheets that people send in: templates to fill, a preview with every faulty cell, then all or nothing."""
