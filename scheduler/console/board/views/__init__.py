"""The board itself, the details of what is selected, and the reports on a plan."""
