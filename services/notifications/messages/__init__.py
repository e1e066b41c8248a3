"""What each mail says, and how it becomes HTML and plain text."""
