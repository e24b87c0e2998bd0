"""Everything that `./menlu` does before, around and after the program itself.

This package runs on a bare Python, before anything is installed: it imports the standard library and itself only.
Start reading at `commands.py`, which names each command and what it does in order.
"""
