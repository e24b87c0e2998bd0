"""What a carrier sees and does."""
