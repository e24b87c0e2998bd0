"""One wave of transfers, from the first request to the last arrival."""
