"""Who is told what of a published plan: each once, and again only when their own part of it has changed."""
