"""What happens between a fresh checkout and the first start."""
