"""Ports that nothing listens on."""

import socket


def free_ports(count: int) -> list[int]:
    """Ports of this machine that are free now; held together for a moment so that they differ."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
