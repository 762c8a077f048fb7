"""Reads an answer as a person or a browser does: elements by id, their words, and what stands in a form."""

import json
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ENDED_BY = {"td": {"td", "th"}, "th": {"td", "th"}, "tr": {"td", "th", "tr"}, "/tbody": {"td", "th", "tr"}}  # by HTML
UNREAD = {"script", "style", "template", "noscript"}


class Element:
    """One element with its children, which are elements and texts."""

    def __init__(self, tag, attrs=()):
        self.tag, self.attrs, self.children = tag, dict(attrs), []

    def walk(self):
        """Yield this element and everything in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag=None, **attrs):
        """Return the elements inside with this tag and these attributes; ``classed=`` asks for one class."""
        classed = attrs.pop("classed", None)
        return [
            element
            for element in self.walk()
            if tag in (None, element.tag)
            and all(element.attrs.get(name.replace("_", "-")) == value for name, value in attrs.items())
            and (classed is None or classed in (element.attrs.get("class") or "").split())
        ]

    def one(self, tag=None, **attrs):
        """Return the only such element."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} × {tag} {attrs}"
        return found[0]

    def has(self, tag=None, **attrs):
        return bool(self.all(tag, **attrs))

    @property
    def text(self):
        """The words that are shown, with single spaces."""
        return " ".join(self._texts().split())

    def _texts(self):
        if self.tag in UNREAD:
            return ""
        return " ".join(child if isinstance(child, str) else child._texts() for child in self.children)

    @property
    def roots(self):
        """What stands on the outermost level: (tag, id) of elements, and texts that are not blank."""
        return [
            (child.tag, child.attrs.get("id")) if isinstance(child, Element) else child.strip()
            for child in self.children
            if isinstance(child, Element) or child.strip()
        ]

    @property
    def alerts(self):
        return [element.text for element in self.all(role="alert")]

    def value_of(self, name):
        """What the control ``name`` holds and would send."""
        control, *others = [element for element in self.all(name=name) if element.attrs.get("type") != "radio"]
        assert not others, name
        if control.tag == "textarea":
            return "".join(control.children).removeprefix("\n")
        if control.tag == "select":
            return next((option.attrs["value"] for option in control.all("option") if "selected" in option.attrs), "")
        return control.attrs.get("value", "")

    def errors_of(self, name):
        """The messages beside the field ``name``."""
        return [item.text for box in self.all(id=f"id_{name}_error") for item in box.all("li")]

    def sent_by(self, form):
        """What the form would send as it stands."""
        names = {control.attrs["name"] for control in form.walk() if control.tag in ("input", "textarea", "select")}
        return {name: form.value_of(name) for name in names - {"csrfmiddlewaretoken"}}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = [Element("page")]

    def handle_starttag(self, tag, attrs):
        if tag == "wbr":  # where a word may break, which is not its end
            return
        self.end_what_ends_by(tag)
        element = Element(tag, attrs)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        self.end_what_ends_by(f"/{tag}")
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def end_what_ends_by(self, tag):
        while self.open[-1].tag in ENDED_BY.get(tag, ()):
            self.open.pop()

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Element(tag, attrs))

    def handle_data(self, data):
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            data = children.pop() + data
        children.append(data)


def read(answer):
    """Return the answer as a tree. Fails when an element is not closed in its place."""
    reader = _Reader()
    reader.feed(answer.content.decode())
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> stays open"
    return reader.open[0]


def announced(answer):
    """What an HTMX answer tells the page: the events with what they carry."""
    return json.loads(answer.headers.get("HX-Trigger", "{}"))
