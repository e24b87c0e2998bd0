"""Plan runs, and the plans that come of them."""
