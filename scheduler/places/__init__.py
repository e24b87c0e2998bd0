"""Where vehicles may stop: boarding places, doors, hubs, gates, depots."""
