"""What a township's staff do: ask, call, survey, print slips, and see people off."""
