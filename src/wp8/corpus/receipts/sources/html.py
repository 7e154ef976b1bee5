"""The text of the layout `html`: what stands between the tags of a page."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from html import escape, unescape
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

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
    from collections.abc import Iterable, Iterator

    from wp8.corpus.receipts.written import Piece

# What a tag says beside its name.
_SAID: Final = r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')|=)*+"""
_TOKEN: Final = re.compile(rf"<(?P<name>/?[A-Za-z][^\s/>]*+)(?P<said>{_SAID})(?:>|\Z)")
# Tags, and what is between "</" and ">" and is none; those that say nothing more are soon over.
_TAG: Final = re.compile(rf"<(/?[A-Za-z][^\s/>]*+|/)(?:>|{_SAID}(?:>|\Z))")
# Comments, types of documents, instructions.
_DECLARATIONS: Final = (
    (
        "<!",
        re.compile(
            r"<!(?:--(?:-?>|.*?(?:--!?>|\Z))|\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|[^>]*+(?:>|\Z))",
            re.DOTALL,
        ),
    ),
    ("<?", re.compile(r"<\?(?P<data>)[^>]*+(?:>|\Z)")),
)
_XML: Final = re.compile(r"\s*<\?xml")
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
_PAGE: Final = re.compile(r"pagebreak|pagenum|pageno", re.IGNORECASE)
_LONGEST_PAGE_NUMBER: Final = 20
_NUMBERED: Final = re.compile(r"[0-9]|\b[ivxlcdm]+\W*$", re.IGNORECASE)
_BACK: Final = re.compile(r"doc-backlink|backlink|footnote-back", re.IGNORECASE)
_CALL: Final = re.compile(r"noteref", re.IGNORECASE)
_MARK: Final = re.compile(
    r"[\[({]?\s*(?:(?:note|fn)\s*)?([0-9]{1,4}|[*†‡§¶‖#]{1,4}|[a-z]|[ivxlc]{1,6})\s*[\])}]?\.?",
    re.IGNORECASE,
)
# Where a note begins that has the mark of its own.
_LABEL: Final = re.compile(
    r"[^<>]*+>(?:\s++|<[^<>]*+>){0,20}+(?P<label>[\s\[({^]*+([0-9]{1,4}|[a-z]|[ivxlc]{1,6}))(?![^\W_])",
    re.IGNORECASE,
)
_AROUND: Final = "[]{}()^. "
# So many characters of the source apart, a link and a target belong together.
_NEAR: Final = 400
# No mark of a note, and no number of a page, takes more of it.
_LONGEST: Final = 1_000
_END_OF_LINK: Final = re.compile(r"</?[aA](?=[\s>])")


def _named(names: Iterable[str]) -> str:
    """Return a pattern of names, of which the first letters are tried first."""
    groups = groupby(sorted(names), key=itemgetter(0))
    return "|".join(
        f"[{letter}{letter.upper()}](?i:{'|'.join(name[1:] for name in own)})"
        for letter, own in groups
    )


# What may be apart by its name.
_NAMED: Final = re.compile(rf"<(?:{_named({*_KINDS, 'dialog', 'img', 'xmp'})})(?=[\s/>])")
# What in a tag may say that its text is apart, and what in the tag of a link that it stays here.
_SAYING: Final = ("hidden", "none", "page", "#")
# So many marks near a target are looked at.
_MOST_NEAR: Final = 8
_MOST_NAMES: Final = 4_096
_ALT: Final = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_IDS: Final = {
    name: re.compile(rf"""{name}(?<=\s{name})\s*+=\s*+(?:"([^"<]*)"|'([^'<]*)'|([^\s"'<>]+))""")
    for name in ("id", "name", "ID", "NAME")
}
_TO: Final = re.compile(r"""\shref\s*=\s*(?:"[^"#]*#([^"]*)"|'[^'#]*#([^']*)')""", re.IGNORECASE)


def written(source: bytes) -> Written:
    """Return the text of a page, and what is not certain of its encoding."""
    text, remarks = decoded_page(source)
    page = Page()
    page.take(text)
    return Written(page.pieces(), remarks)


class _Shown(dict[str, str]):
    """What stands for a tag, by its name as it is written."""

    def __missing__(self, name: str) -> str:
        bare = name.lower().removeprefix("/")
        shown = END if bare in _LINES else " " * (bare in _BLANKS)
        if len(self) < _MOST_NAMES:
            self[name] = shown
        return shown


_SHOWN_FOR: Final = _Shown()


class _Apart(NamedTuple):
    """What is of a kind, from where to where in the pages, and its text."""

    start: int
    end: int
    kind: str
    text: str


class Page:
    """Puts together the text of the pages of one document."""

    def __init__(self) -> None:
        self._pages: list[str] = []
        self._size = 0
        self._apart: list[_Apart] = []
        # The marks of notes, by what they lead to; all links within.
        self._called: dict[str, set[str]] = {}
        self._links: list[tuple[int, int, str]] = []
        self._is_xml = False

    def take(self, text: str) -> None:
        """Take a page, which is XHTML if it begins as XML does."""
        self._is_xml = _XML.match(text) is not None
        page = f"{END}{self._without_scripts(text.replace(END, ' '))}"
        for sign, pattern in _DECLARATIONS:
            page = self._without(page, sign, pattern)
        place = 0
        for start in _places(page):
            if start >= place:
                place = self._tag(page, start)
        self._pages.append(page)
        self._size += len(page)

    def _without_scripts(self, text: str) -> str:
        """Take the scripts and styles that have an end, and return the rest."""
        for script, ending in _SCRIPTS:
            # What has no end is found as any tag is.
            last = max((found.end() for found in ending.finditer(text)), default=0)
            if last:
                for own in script.findall(text, 0, last):
                    self._put(0, 0, SCRIPT, own)
                text = script.sub("", text[:last]) + text[last:]
        return text

    def _without(self, page: str, sign: str, pattern: re.Pattern[str]) -> str:
        """Return a page without what begins with a sign, but for text that is marked as such."""
        parts: list[str] = []
        place = 0
        while (start := page.find(sign, place)) >= 0 and (found := pattern.match(page, start)):
            data = found["data"] if self._is_xml else ""
            parts += (page[place:start], escape(data or "", quote=False))
            place = found.end()
        return "".join([*parts, page[place:]]) if parts else page

    def pieces(self) -> list[Piece]:
        """Return what has been taken."""
        whole = "".join(self._pages)
        self._find_notes(whole)
        pieces: list[Piece] = []
        place = 0
        for start, end, kind, text in sorted(self._apart):
            if start >= place:
                pieces += ((_shown(whole[place:start]), ""), (text, kind))
                place = end
        return [*pieces, (_shown(whole[place:]), "")]

    def _put(self, start: int, end: int, kind: str, text: str) -> None:
        self._apart.append(_Apart(self._size + start, self._size + end, kind, text))

    def _tag(self, page: str, start: int) -> int:
        """Take the tag that begins at a place, and what is apart by it; return where to go on."""
        found = _TOKEN.match(page, start)
        if found is None:
            return start + 1
        name, said, end = found["name"].lower(), found["said"], found.end()
        kind = _KINDS.get(name, "")
        if ("hidden" in said or "none" in said) and _HIDING.search(said):
            # What a program makes its own menus of.
            kind = METADATA if name == "nav" else HIDDEN
        if name == "dialog" and "open" not in said.lower():
            kind = HIDDEN
        if name == "img" and (alternative := _ALT.search(said)):
            text = alternative[1] or alternative[2] or ""
            self._put(start, end, ALTERNATIVE, unescape(text))
        if name[0] == "/" or name in _VOID or (self._is_xml and said.endswith("/")):
            return end
        if name in _RAW and not (self._is_xml and name == "noscript"):
            last = _end(page, end, name, "")
            self._put(end, last, kind, unescape(page[end:last]))
            return last
        if kind:
            last = _end(page, end, name, "/" * self._is_xml)
            self._put(end, last, kind, _shown(page[end:last]))
            return last
        if name == "a" and "#" in said:
            return self._link(page, end, said)
        if "page" in said and _PAGE.search(said):
            return self._page(page, end, name)
        return end

    def _link(self, page: str, start: int, said: str) -> int:
        close = _END_OF_LINK.search(page, start, start + _LONGEST)
        if close is None:
            return start
        end = close.start()
        text = _shown(page[start:end])
        label = text.strip()
        to = _TO.search(said)
        target = (to[1] or to[2] or "") if to else ""
        if to:
            self._links.append((self._size + start, self._size + end, target))
        is_back = _BACK.search(said) is not None
        if not (is_back or _MARK.fullmatch(label) or _CALL.search(said)):
            return start
        if to and not is_back:
            self._called.setdefault(target, set()).add(label.strip(_AROUND))
        self._put(start, end, MARK, " " * bool(_CALL.search(said)) + text)
        return end

    def _page(self, page: str, start: int, name: str) -> int:
        end = page.find(f"</{name}", start, start + _LONGEST)
        text = _shown(page[start:end]).strip() if end > 0 else ""
        if not text or len(text) > _LONGEST_PAGE_NUMBER or not _NUMBERED.search(text):
            return start
        self._put(start, end, PAGE, text)
        return end

    def _find_notes(self, whole: str) -> None:
        """Set apart the marks that notes have, and the links that lead back to where one stands.

        The mark of a note leads to where such a link stands.
        """
        wanted = {to for _, _, to in self._links}
        targets: dict[str, int] = {}
        for name, pattern in _IDS.items() if wanted else ():
            for found in pattern.finditer(whole) if name in whole else ():
                own = found[found.lastindex or 0]
                if own in wanted:
                    targets[own] = min(targets.get(own, found.end()), found.end())
        leads = {start: to for start, _, to in self._links}
        marks = sorted((e.start, leads.get(e.start, "")) for e in self._apart if e.kind == MARK)
        for start, end, to in self._links:
            target = targets.get(to, -_NEAR)
            first = bisect_left(marks, (target - _NEAR, ""))
            for mark, own in marks[first : first + _MOST_NEAR]:
                if mark <= target + _NEAR and 0 <= start - targets.get(own, start + 1) < _NEAR:
                    self._apart.append(_Apart(start, end, MARK, _shown(whole[start:end])))
                    break
        for to, labels in self._called.items():
            label = _LABEL.match(whole, targets[to]) if to in targets else None
            if label and label[2] in labels:
                self._apart.append(_Apart(*label.span("label"), MARK, label["label"]))


def _shown(source: str) -> str:
    """Return what is seen of a part of a page."""
    parts = _TAG.split(source)
    parts[1::2] = [_SHOWN_FOR[name] for name in parts[1::2]]
    text = "".join(parts)
    return unescape(text) if "&" in text else text


def _places(page: str) -> list[int]:
    """Return where the tags begin that may set text apart, in order."""
    places = [found.start() for found in _NAMED.finditer(page)]
    for word in _SAYING:
        start = seen = 0
        for place in _found(word, page):
            start = max(page.rfind("<", seen, place), start)
            seen = place
            places.append(start)
    return sorted(places)


def _found(word: str, text: str) -> Iterator[int]:
    """Yield where a word stands in a text; a sign, where it is in no reference to a character."""
    place = text.find(word)
    while place >= 0:
        if word != "#" or text[place - 1] != "&":
            yield place
        place = text.find(word, place + 1)


def _end(page: str, place: int, name: str, empty: str) -> int:
    """Return where an element ends whose text begins at a place; what is `empty` ends by itself."""
    depth = 1
    for found in _endings(name).finditer(page, place):
        tag = found[1].lower()
        if tag == f"/{name}":
            depth -= 1
        elif tag in _ENDED.get(name, ()):
            depth = 0
        elif not (empty and found[2].endswith(empty)):
            depth += 1
        if not depth:
            return found.start()
    return len(page)


@lru_cache(maxsize=256)
def _endings(name: str) -> re.Pattern[str]:
    """Return what may end an element, or begin another of its name; what has no tags ends once."""
    names = [f"/{re.escape(name)}"]
    if name not in _RAW:
        names += (re.escape(name), *_ENDED.get(name, ()))
    return re.compile(rf"<({'|'.join(names)})(?=[\s/>])({_SAID})", re.IGNORECASE)
