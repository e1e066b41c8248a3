"""Figures of speed and memory, each beside a yardstick that ran at the same time on the same machine."""
