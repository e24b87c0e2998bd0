"""Editing a plan by hand: by menu, by keyboard, by drag; each edit is shown before it is carried out."""
