"""Menlu over HTTP: parse, call one service or selector, shape the answer."""
