"""Operators' drivers, and who drives which duty in which vehicle, within the hours that the law allows."""
