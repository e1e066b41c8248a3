"""Mail that comes back: what kind it is, and what a machine or a person says in it. Pure."""
