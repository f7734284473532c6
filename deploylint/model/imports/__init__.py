"""What is imported once a service starts: followed in the order in which the interpreter would."""
