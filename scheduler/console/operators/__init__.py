"""What a carrier does: answers for its duties, names vehicles and drivers, and offers its fleets."""
