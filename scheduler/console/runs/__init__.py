"""Plan runs: starting one, following it, what came of it."""
