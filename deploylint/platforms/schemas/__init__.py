"""The keys of platform files, as data beside this module."""
