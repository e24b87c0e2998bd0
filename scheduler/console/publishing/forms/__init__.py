"""What is filled in on the screens of this app."""
