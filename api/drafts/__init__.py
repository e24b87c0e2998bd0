"""What clients send, as the services take it: dull on purpose, one module a noun."""
