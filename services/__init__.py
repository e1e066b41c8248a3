"""The three services of Kierros. They never import each other; each asks the others over HTTP."""
