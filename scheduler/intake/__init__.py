"""Employers' plants, gates, job posts and intake slots."""
