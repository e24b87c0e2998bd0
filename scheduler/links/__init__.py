"""Signed links for people who do not sign in: each opens one thing, expires, and can be revoked."""
