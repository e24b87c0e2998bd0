"""Changing a draft plan by hand: edits with undo and redo, and what is locked."""
