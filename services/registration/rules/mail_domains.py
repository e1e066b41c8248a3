"""Which mail domains an address lies in."""


def domains_of(key: str) -> list[str]:
    """Its domain and those that it lies under, the narrowest first, without the last label alone.

    ``key`` is a normalised address: ``anna@osasto.sospro.fi`` lies in ``osasto.sospro.fi`` and ``sospro.fi``.
    """
    labels = key.rpartition("@")[2].split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
