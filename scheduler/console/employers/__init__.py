"""What an employer does: offers work and slots, answers for those who come, and receives them at its gate."""
