"""Caches the pages of computed seasons until any season changes.

Every request reads the seasons' stamps from the database, so an edit shows at once, even one that
another process saved.
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
    """The most recently requested pages, up to a total size."""

    def __init__(self) -> None:
        """Start empty."""
        self._pages: OrderedDict[Any, str] = OrderedDict()
        self._letters = 0
        self._lock = Lock()

    def page(self, key: Any) -> str | None:
        """Return the page with this key, or None."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: Any, text: str) -> None:
        """Save a page, and drop the least recently requested ones if there is no room."""
        with self._lock:
            self._letters += len(text) - len(self._pages.pop(key, ""))
            self._pages[key] = text
            while self._letters > MOST_LETTERS:
                _, gone = self._pages.popitem(last=False)
                self._letters -= len(gone)


def cached(page: Page) -> Page:
    """Return a page that is rendered once for each state of the seasons.

    Use it only for pages that depend on nothing but their season, the other seasons and their own
    address.
    """

    @wraps(page)
    def cached_page(county: str, year: int, **rest: Any) -> Any:
        stamps = season_stamps()
        stamp = stamp_at(stamps, county, year)
        if session.get("_flashes") or stamp is None or not stamp.computed:
            return page(county, year, **rest)
        pages = current_app.extensions.setdefault("levy.page_cache", PageCache())
        key = (request.script_root, request.full_path, stamps)
        text = pages.page(key)
        if text is None:
            text = page(county, year, **rest)
            # A form holds a token of one user, so its page cannot be shared.
            if isinstance(text, str) and 'name="csrf_token"' not in text:
                pages.keep(key, text)
        return text

    return cached_page
