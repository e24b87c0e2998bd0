"""Words and tones of records in templates."""
