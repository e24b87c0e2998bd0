"""What a plan does, in figures and words: `figures` counts, `journey` follows a party, `alternatives` asks how else it
could have gone, `report` prints."""
