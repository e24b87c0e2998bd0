"""The plan board: figures, map, timeline and tables of one plan, who stays at home and why, and who is served how."""
