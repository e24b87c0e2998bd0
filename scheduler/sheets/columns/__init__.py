"""The columns of each kind of sheet: headings, meaning, help and example in one table each."""
