"""Which routes the source of a service serves, in three answers."""
