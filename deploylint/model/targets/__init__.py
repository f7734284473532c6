"""Targets of commands: what they are where the command runs, in three answers."""
