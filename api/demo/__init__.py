"""The main job before your eyes: one campaign from its first request to its last route sheet, over HTTP alone.

The demonstration knows the addresses of the API and the transfer format, nothing of what lies behind them.
"""
