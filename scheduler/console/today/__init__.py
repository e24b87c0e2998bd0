"""The board of a campaign under way: what leaves, what is late, who arrives, and what has to be looked at."""
