"""Compose projects: files merged as Compose merges them, profiles, and the commands that name them."""
