"""Signing in and out, and in whose name."""
