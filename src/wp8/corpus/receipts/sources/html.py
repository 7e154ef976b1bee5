"""The text of the layout `html`: what stands between the tags of a page."""

from __future__ import annotations

import re
from bisect import bisect_left
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.encodings import decoded_page
from wp8.corpus.receipts.written import (
    ALTERNATIVE,
    END,
    FALLBACK,
    FORM,
    FORMULA,
    HIDDEN,
    MARK,
    MARKUP,
    METADATA,
    PAGE,
    READING,
    SCRIPT,
    Written,
)

if TYPE_CHECKING:
    from wp8.corpus.receipts.written import Piece

_TOKEN: Final = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)"
    r"""|<(?P<name>/?[A-Za-z][^\s/>]*+)(?P<said>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')|=)*+)(?:>|\Z)"""
    r"|<[!?/][^>]*+(?:>|\Z)",
    re.DOTALL,
)
# What no browser shows of a page, or shows as no text of it.
_KINDS: Final = {
    **dict.fromkeys(("script", "style", "template"), SCRIPT),
    **dict.fromkeys(("annotation", "annotation-xml"), FORMULA),
    **dict.fromkeys(("desc", "metadata", "title"), METADATA),
    **dict.fromkeys(("datalist", "select", "textarea"), FORM),
    **dict.fromkeys(("rt", "rtc"), READING),
    "rp": MARKUP,
    **dict.fromkeys(
        (
            "applet",
            "audio",
            "canvas",
            "iframe",
            "noembed",
            "noframes",
            "noscript",
            "object",
            "video",
        ),
        FALLBACK,
    ),
}
# Their text has no tags.
_RAW: Final = frozenset("iframe noembed noframes noscript script style textarea title xmp".split())
_VOID: Final = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr".split()
)
_LINES: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "listing main menu nav ol p plaintext pre search section summary table tbody tfoot thead tr ul "
    "xmp".split()
)
_BLANKS: Final = frozenset(("br", "td", "th"))
# What ends without a tag of its own, where one of these begins.
_ENDED: Final = {
    "p": _LINES | {f"/{name}" for name in _LINES},
    **dict.fromkeys(("rp", "rt", "rtc"), frozenset(("rb", "rp", "rt", "rtc", "/ruby"))),
    **dict.fromkeys(("dd", "dt"), frozenset(("dd", "dt", "/dl"))),
    "li": frozenset(("li", "/ol", "/ul")),
    "tr": frozenset(("tr", "tbody", "/table")),
    **dict.fromkeys(("td", "th"), frozenset(("td", "th", "tr", "/tr", "/table"))),
}
_HIDING: Final = re.compile(
    r"""(?:^|\s)hidden(?=[\s=/]|$)|style\s*=\s*(?:"[^"]*?|'[^']*?|)"""
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden)",
    re.IGNORECASE,
)
_SCRIPTS: Final = tuple(
    (
        re.compile(rf"<{name}(?=[\s>])[^>]*+(?<!/)>(.*?)</{name}\s*+>", re.IGNORECASE | re.DOTALL),
        re.compile(rf"</{name}\s*+>", re.IGNORECASE),
    )
    for name in ("script", "style")
)
# What stands for a tag without attributes that neither begins nor ends what is apart.
_BARE: Final = {
    **dict.fromkeys(
        "abbr b big cite code dfn em font i kbd s samp small span strong sub sup tt u var".split(),
        "",
    ),
    **dict.fromkeys(_LINES - {"dialog", "xmp"}, END),
    **dict.fromkeys(("td", "th"), " "),
}
_SHOWN_FOR: Final = _BARE | {f"/{name}": shown for name, shown in _BARE.items()}
_PAGE: Final = re.compile(r"pagebreak|pagenum|pageno", re.IGNORECASE)
_LONGEST_PAGE_NUMBER: Final = 20
_NUMBERED: Final = re.compile(r"[0-9]|\b[ivxlcdm]+\W*$", re.IGNORECASE)
_BACK: Final = re.compile(r"doc-backlink|backlink|footnote-back", re.IGNORECASE)
_CALL: Final = re.compile(r"noteref", re.IGNORECASE)
_MARK: Final = re.compile(
    r"[\[({]?\s*(?:(?:note|fn)\s*)?([0-9]{1,4}|[*†‡§¶‖#]{1,4}|[a-z]|[ivxlc]{1,6})\s*[\])}]?\.?",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"[\s\[({^]*([0-9]{1,4}|[a-z]|[ivxlc]{1,6})(?![^\W_])", re.IGNORECASE)
_AROUND: Final = "[]{}()^. "
# So many texts apart, a link and a target belong together.
_NEAR: Final = 8
_ALT: Final = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ID: Final = re.compile(r"""\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_TO: Final = re.compile(r"""\shref\s*=\s*(?:"[^"#]*#([^"]*)"|'[^'#]*#([^']*)')""", re.IGNORECASE)


def written(source: bytes) -> Written:
    """Return the text of a page, and what is not certain of its encoding."""
    text, remarks = decoded_page(source)
    page = Page()
    page.take(text)
    return Written(page.pieces(), remarks)


class Page:
    """Puts together the text of the pages of one document."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._kinds: dict[int, str] = {}
        # Where the text of each target begins, and which are those of the marks of notes.
        self._targets: dict[str, int] = {}
        self._called: dict[str, set[str]] = {}
        # Where the text of each link within begins and ends, and what it leads to.
        self._links: list[tuple[int, int, str]] = []
        self._is_xml = False
        # The element whose text is of a kind, and how many of its name are open.
        self._apart = self._kind = ""
        self._depth = 0
        # Where the text of an open link, and of an open number of a page, begins.
        self._link = self._page = ("", -1)

    def take(self, text: str) -> None:
        """Take a page, which is XHTML if it begins as XML does."""
        self._is_xml = text.lstrip().startswith("<?xml")
        self._apart = self._kind = ""
        self._link = self._page = ("", -1)
        self._texts.append(END)
        text = self._without_scripts(text.replace(END, " "))
        place = 0
        while found := _TOKEN.search(text, place):
            start, end = found.span()
            if start > place:
                self._put(text[place:start], self._kind)
            place = end
            name, said, data = found.group("name", "said", "data")
            if name:
                shown = None if said or self._apart or self._page[0] else _SHOWN_FOR.get(name)
                if shown is None:
                    place = self._element(text, place, name.lower(), said)
                elif shown:
                    self._texts.append(shown)
            elif data and self._is_xml:
                self._put(escape(data, quote=False), self._kind)
        self._put(text[place:], self._kind)

    def _without_scripts(self, text: str) -> str:
        """Take the scripts and styles that have an end, and return the rest."""
        for script, ending in _SCRIPTS:
            # What has no end is found as any tag is.
            last = max((found.end() for found in ending.finditer(text)), default=0)
            if last:
                for own in script.findall(text, 0, last):
                    self._put(own, SCRIPT)
                text = script.sub("", text[:last]) + text[last:]
        return text

    def _element(self, text: str, place: int, name: str, said: str) -> int:
        """Take a tag, and the text of an element that has no tags; return where to go on."""
        tag = self._tag(name, said)
        if tag not in _RAW or (self._is_xml and tag == "noscript"):
            return place
        found = re.compile(rf"</{tag}(?=[\s/>])|\Z", re.IGNORECASE).search(text, place)
        end = found.start() if found else len(text)
        self._put(text[place:end], self._kind)
        return end

    def pieces(self) -> list[Piece]:
        """Return what has been taken."""
        labels = {
            self._first(self._targets[to]): own
            for to, own in self._called.items()
            if to in self._targets
        }
        self._find_back_links()
        pieces: list[Piece] = []
        begun = 0
        for place in sorted({*self._kinds, *labels, len(self._texts)}):
            plain = "".join(self._texts[begun:place])
            pieces.append((unescape(plain), ""))
            begun = place
            text = "".join(self._texts[place : place + 1])
            label = _LABEL.match(text) if place in labels else None
            if label and label[1] in labels[place]:
                pieces.append((label[0], MARK))
                self._texts[place] = text[label.end() :]
            elif kind := self._kinds.get(place, ""):
                pieces.append((unescape(text), kind))
                begun = place + 1
        return pieces

    def _find_back_links(self) -> None:
        """Set apart the links that lead back to a mark, which leads to where they stand."""
        marks = [(start, to) for start, _, to in self._links if self._kinds.get(start) == MARK]
        for start, end, to in self._links:
            target = self._targets.get(to, -_NEAR)
            first = bisect_left(marks, (target - _NEAR, ""))
            for mark, own in marks[first : first + _NEAR]:
                if mark <= target + _NEAR and 0 <= start - self._targets.get(own, -_NEAR) < _NEAR:
                    self._kinds.update(dict.fromkeys(range(start, end), MARK))

    def _put(self, text: str, kind: str = "") -> None:
        if kind:
            self._kinds[len(self._texts)] = kind
        self._texts.append(text)

    def _tag(self, name: str, said: str) -> str:
        """Take a tag; return its name if it begins what is to be ended."""
        if self._apart and not self._ends(name, said):
            return ""
        bare = name.removeprefix("/")
        if bare in _LINES or bare in _BLANKS:
            self._put(END if bare in _LINES else " ")
        if name == "/a":
            self._end_link()
        if name == f"/{self._page[0]}":
            self._end_page()
        if name is not bare:
            return ""
        is_empty = name in _VOID or (self._is_xml and said.endswith("/"))
        kind = _KINDS.get(name, "")
        if said:
            kind = self._attributes(name, said) or kind
        if name == "dialog" and "open" not in said.lower():
            kind = HIDDEN
        if is_empty:
            return ""
        if kind:
            self._apart, self._kind, self._depth = name, kind, 1
        return name

    def _ends(self, name: str, said: str) -> bool:
        """Return whether what is apart ends with a tag, and the tag is none of it."""
        apart = self._apart
        if name == f"/{apart}":
            self._depth -= 1
        elif name in _ENDED.get(apart, ()):
            self._depth = 0
        elif name == apart and not (self._is_xml and said.endswith("/")):
            self._depth += 1
        if self._depth:
            return False
        self._apart = self._kind = ""
        return True

    def _attributes(self, name: str, said: str) -> str:
        """Take what a tag says beside its name; return of which kind its text is then."""
        if "id" in said or "name" in said:
            for own in _ID.findall(said):
                self._targets.setdefault("".join(own), len(self._texts))
        if name == "img" and (found := _ALT.search(said)):
            self._put(found[1] or found[2] or "", ALTERNATIVE)
        if name == "a" and "#" in said:
            self._link = said, len(self._texts)
        if "page" in said and _PAGE.search(said):
            self._page = name, len(self._texts)
        is_hidden = ("hidden" in said or "none" in said) and _HIDING.search(said)
        # What a program makes its own menus of.
        return (METADATA if name == "nav" else HIDDEN) if is_hidden else ""

    def _end_link(self) -> None:
        said, start = self._link
        self._link = "", -1
        text = unescape("".join(self._texts[start:])).strip() if said else ""
        is_back = _BACK.search(said) is not None
        to = _TO.search(said)
        if to:
            self._links.append((start, len(self._texts), to[1] or to[2] or ""))
        if said and (is_back or _MARK.fullmatch(text) or _CALL.search(said)):
            for place in range(start, len(self._texts)):
                self._kinds.setdefault(place, MARK)
            if not is_back and to:
                self._called.setdefault(to[1] or to[2] or "", set()).add(text.strip(_AROUND))

    def _end_page(self) -> None:
        start = self._page[1]
        self._page = "", -1
        text = "".join(self._texts[start:]).strip()
        if len(text) <= _LONGEST_PAGE_NUMBER and (not text or _NUMBERED.search(text)):
            for place in range(start, len(self._texts)):
                self._kinds.setdefault(place, PAGE)

    def _first(self, place: int) -> int:
        """Return where text begins that does so at a place or later."""
        last = min(place + _NEAR, len(self._texts) - 1)
        return next((n for n in range(place, last) if self._texts[n].strip()), last)
