"""Pages of a computed season, kept as they were made until any season changes.

What marks each season is asked of the database at every request, so that an edit shows at once,
also one that another process saved.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from flask import current_app, request, session

from levy.services.open_season import season_stamps
from levy.web.season_address import stamp_at

MOST_LETTERS = 32 * 1024 * 1024
Page = Callable[..., Any]


class PageCache:
    """The pages that were asked for last, as many as there is room for."""

    def __init__(self) -> None:
        """Begin with none."""
        self._pages: OrderedDict[Any, str] = OrderedDict()
        self._letters = 0
        self._lock = Lock()

    def page(self, key: Any) -> str | None:
        """Return the page kept under this key, or None."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: Any, text: str) -> None:
        """Keep a page, and forget those that were asked for longest ago."""
        with self._lock:
            self._letters += len(text) - len(self._pages.pop(key, ""))
            self._pages[key] = text
            while self._letters > MOST_LETTERS:
                _, gone = self._pages.popitem(last=False)
                self._letters -= len(gone)


def cached(page: Page) -> Page:
    """Return a page that is made once for each state of the seasons.

    A page may be kept where it shows its season, the other seasons, and its own address, and
    nothing else.
    """

    @wraps(page)
    def shown(county: str, year: int, **rest: Any) -> Any:
        stamps = season_stamps()
        stamp = stamp_at(stamps, county, year)
        if session.get("_flashes") or stamp is None or not stamp.computed:
            return page(county, year, **rest)
        pages = current_app.extensions.setdefault("levy.page_cache", PageCache())
        key = (request.script_root, request.full_path, stamps)
        text = pages.page(key)
        if text is None:
            text = page(county, year, **rest)
            # A form carries a token that is its reader's alone.
            if isinstance(text, str) and 'name="csrf_token"' not in text:
                pages.keep(key, text)
        return text

    return shown
