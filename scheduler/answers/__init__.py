"""Who was asked what, by when, and what they said: workers by link, text message or staff, employers and operators."""
