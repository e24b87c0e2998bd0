"""What goes in and comes out, one module a noun, written by hand."""
