"""What is read, with SQL."""
