"""Who was asked what, by when, and what they said: workers, employers and operators."""
