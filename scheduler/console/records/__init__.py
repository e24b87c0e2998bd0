"""A campaign's data: requests, slots, carriers and places as tables and pages, and sheets that bring more of it."""
