"""The road: what is seen of duties under way, what follows from it, and who arrives."""
