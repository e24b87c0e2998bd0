"""What happens after a plan is published, and the plans made anew because of it."""
