"""Notifications: mail and calendar invitations that follow every change; the system's clock."""
