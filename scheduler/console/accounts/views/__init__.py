"""Signing in and out; one's own account; who acts for an organisation; what was changed by whom."""
