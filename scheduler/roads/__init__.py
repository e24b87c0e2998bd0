"""Roads that a provider was asked for, kept."""
