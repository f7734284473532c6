"""The version, as a constant: reading package metadata costs 17 ms at every start."""

__version__ = "0.1.0"
HOME = "https://github.com/deploylint/deploylint"
