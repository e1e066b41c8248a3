"""Registration: who comes, and the places they take."""
