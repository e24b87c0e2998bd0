"""What an employer sees and does."""
