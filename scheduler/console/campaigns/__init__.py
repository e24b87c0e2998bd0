"""The campaigns that somebody has to do with, and how each stands."""
