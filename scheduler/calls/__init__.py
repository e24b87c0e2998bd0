"""Calls: people whom the other end of the road asks for by name, for the staff of their home towns to phone."""
