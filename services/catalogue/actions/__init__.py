"""What changes something: one transaction each."""
