"""What the HTTP edge has to remember: answers for requests that are sent again, and tries that are counted."""
