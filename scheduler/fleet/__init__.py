"""What can carry people: fleets with their crews, and timed services."""
