"""All pictures of a folder on one page, each page in all its looks side by side.

`python -m tests.support.contact_sheet FOLDER`, as `make pictures` does.
"""

import sys
from itertools import groupby
from pathlib import Path

from jinja2 import Environment

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Pictures</title>
<style>
body { font: 16px sans-serif; margin: 2rem }
section div { display: flex; gap: 1rem; overflow-x: auto; align-items: start }
figure { margin: 0 }
img { height: 520px; border: 1px solid #999; object-fit: cover; object-position: top }
</style>
{% for page, looks in pages %}<section><h2>{{ page }}</h2><div>
{% for look, place in looks %}<figure><a href="{{ place }}"><img loading="lazy" src="{{ place }}" alt=""></a>
<figcaption>{{ look }}</figcaption></figure>
{% endfor %}</div></section>
{% endfor %}</html>"""


def write(folder: Path) -> Path:
    """Write the page beside the pictures, which are named ``page~number~look.png``; gives its path."""
    places = sorted(str(one.relative_to(folder)) for one in folder.rglob("*.png"))
    pages = [
        (page, [(place.rpartition("~")[2].removesuffix(".png"), place) for place in ones])
        for page, ones in groupby(places, lambda place: place.rpartition("~")[0])
    ]
    made = folder / "index.html"
    made.write_text(Environment(autoescape=True).from_string(_PAGE).render(pages=pages), "utf-8")
    return made


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]))}\n")
