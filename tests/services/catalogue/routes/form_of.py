"""What a browser would send of a form that a page shows."""

from bs4 import BeautifulSoup


def form_of(html: str) -> dict[str, list[str]]:
    """Every field of the page's main form with what stands in it, buttons left out."""
    form = BeautifulSoup(html, "html.parser").select_one("main form.form-stack")
    assert form is not None
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        if field.name == "select":
            sent[name] = [str(option["value"]) for option in field.select("option[selected]")]
        elif field.name == "textarea":
            sent[name] = [field.get_text().replace("\r\n", "\n").removeprefix("\n")]
        elif field.get("type") not in ("checkbox", "radio") or field.has_attr("checked"):
            sent.setdefault(name, []).append(str(field.get("value", "")))
    return sent
