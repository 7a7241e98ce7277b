"""Reads a page as a strict reader would: every tag closed, every cell under its heading."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input"}
UNREAD = {"script", "svg"}  # what a person does not read as text
LINES = {"p", "li", "tr", "h1", "h2", "dt", "dd", "caption", "summary", "pre", "div", "title"}


class Cell:
    """A cell of a table: what kind, over how many columns, and its text."""

    def __init__(self, tag: str, attrs: dict[str, str]):
        self.tag, self.attrs = tag, attrs
        self.columns = int(attrs.get("colspan", "1"))
        self.text = ""

    @property
    def shown(self) -> str:
        return " ".join(self.text.split())


class Page(HTMLParser):
    """One page: its text, its elements, its tables."""

    def __init__(self, html: str):
        super().__init__()
        self.html = html
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tables: list[list[list[Cell]]] = []
        self.pieces: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute is written twice in {tag}"
        self.elements.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append(Cell(tag, given))
            self.pieces.append(" | " if len(self.tables[-1][-1]) > 1 else "")
        if tag in LINES and not UNREAD & set(self.open):
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"
        if tag in LINES:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if "main" in self.open and not UNREAD & set(self.open):
            self.pieces.append(data.replace("\n", " "))
        if self.open and {"td", "th"} & set(self.open) and "reason" not in self.classes():
            self.tables[-1][-1][-1].text += data

    def classes(self) -> str:
        return self.elements[-1][1].get("class", "") if self.open[-1] == "span" else ""

    @property
    def text(self) -> str:
        """The text between <main> and </main>, a line a row, blanks made one."""
        lines = (" ".join(line.split()) for line in "".join(self.pieces).split("\n"))
        return "\n".join(line for line in lines if line and line != "|") + "\n"

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def addresses(self) -> Iterator[str]:
        """Every address that the page names."""
        for _, attrs in self.elements:
            if attrs.get("method") == "post":
                continue
            for name in ("href", "src", "action", "data", "poster", "srcset"):
                if name in attrs:
                    yield attrs[name]
