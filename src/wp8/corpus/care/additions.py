"""Adding files to a corpus folder: copies of them, and their tables in its manifest."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from glob import escape
from itertools import count
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.care.known import KnownFiles, keep_contents, known_contents, words_of
from wp8.corpus.care.sources import Refused, sources_of
from wp8.corpus.care.toml_text import toml_value
from wp8.corpus.change import changing
from wp8.corpus.digest import GLOSSARY, LEDGER, MANIFEST
from wp8.corpus.document import Document
from wp8.corpus.item.fields import FIELDS
from wp8.corpus.manifest import described, manifest_bytes
from wp8.corpus.metadata.tables import manifest_table
from wp8.corpus.names import LONGEST, Ids
from wp8.corpus.readers import PARTED, TABLES, layout_of, takes_encoding
from wp8.corpus.records import blocks_of, receipt_of, receipt_of_parts
from wp8.corpus.source import (
    is_inside,
    known_encoding,
    layout_told,
    parts_of,
    source_bytes,
)
from wp8.corpus.titles import also_told, found_in, one_line, title_over, titled, with_own_titles
from wp8.errors import CorpusError
from wp8.files import UTF_16_MARKS, unicode_text
from wp8.words.languages import language_of, language_of_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Literal

    from wp8.corpus.care.sources import Source, Sources
    from wp8.corpus.change import Change
    from wp8.corpus.library.attachments import Library
    from wp8.corpus.readers.block import Block, Part
    from wp8.corpus.receipts.receipt import Receipt
    from wp8.files import Kept

    Fate = Literal["copied", "stays", "known", "same bytes", "same text", "replaced"]
    # Passes files on, so that their passing can be shown.
    Passing = Callable[[Sequence[Source]], Iterable[Source]]


class Adding(NamedTuple):
    """How files are added.

    Those that are text are in `encoding`, if they are neither in UTF-8 nor in UTF-16; of tables,
    `text_column` has the texts. Of a file whose name a document's has, and that has other bytes,
    the copy may `replace` that one's. `anyway` such a file is added beside it, and so is one whose
    text the corpus has already. A new corpus has the files of a `library`, too. `kept` has what is
    known of the corpus's files from before, `progress` sees files pass.
    """

    encoding: str = ""
    text_column: str = ""
    replace: bool = False
    anyway: bool = False
    library: Library | None = None
    kept: Kept | None = None
    progress: Passing | None = None


PLAINLY: Final = Adding()

# What a person calls fields.
_KEYS: Final = {"issued": "date", "title": "title_in_sentence_case"}
# Of a short text this is all; the language of a long one is clear, or is none that is known here.
_ENOUGH: Final = 2000


class Addition(NamedTuple):
    """A file that is a document, and how it came to be one: its `fate`.

    It was copied, it stays where it is, or it was known already; the `document`'s file has the same
    bytes or the same text under another name, and it was not added; or it took the place of that.
    `original` is the file that was named, or None where it stays. Of a file that is many documents,
    that document has no id, and `parts` is their number. There is a `receipt` if it says anything.
    """

    document: Document
    original: Path | None = None
    fate: Fate = "copied"
    receipt: Receipt | None = None
    parts: int = 0

    @property
    def is_new(self) -> bool:
        """Whether it is a document that the corpus did not have."""
        return self.fate in ("copied", "stays")

    @property
    def has_title_of_name(self) -> bool:
        """Whether its title is supplied from the name of its file."""
        name = one_line(PurePath(self.original or self.document.file).stem)
        return self.document.title_supplied and self.document.title in (name, self.document.id)


class Additions(list[Addition]):
    """What became of files that were named, and of those in folders that were.

    Those that could not be added are `refused`. `passed_over` counts by suffix those in folders
    whose name does not tell a format; `remarks` say what else was found there.
    """

    def __init__(self, found: Sources) -> None:
        super().__init__()
        self.refused: list[Refused] = found.refused
        self.passed_over: Counter[str] = found.passed_over
        self.remarks: list[str] = found.remarks


def new_corpus(
    folder: Path,
    files: Sequence[str],
    notify: Callable[[str], object],
    how: Adding = PLAINLY,
) -> Additions:
    """Make the corpus `folder` of copies of `files`; return what became of each.

    They are added as `how` says. Without any, it is made of those that are in it. It has a copy of
    the library whose works they are. Where none can be added, nothing is made. Where another wp8 is
    at it, this one waits, and says so by `notify`.

    Raises:
        CorpusError: It is a corpus already, or cannot be written; then nothing has been changed.
    """
    _require_no_manifest(folder)
    made = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with changing(folder, notify) as change:
            _require_no_manifest(folder)
            known = KnownFiles(folder, (), {})
            named = files or ([] if how.library else [str(folder)])
            found = sources_of(named, folder, library=how.library)
            additions = additions_of(folder, found, (), how, known)
            if additions:
                name = one_line(folder.absolute().name) or "corpus"
                line, beside = _bibliography(folder, how.library, additions)
                _write(change, additions, f"name = {toml_value(name)}\n{line}", None, beside)
                _keep(known, how.kept)
    except OSError as error:
        raise CorpusError(f"{folder}: cannot be made ({error.strerror})") from error
    finally:
        for place in made:
            with suppress(OSError):
                place.rmdir()
    return additions


def _bibliography(
    folder: Path, library: Library | None, additions: Iterable[Addition]
) -> tuple[str, list[tuple[Path, str]]]:
    """Return the line of the manifest for a library that documents cite, and its copy, if any."""
    if not library or not any(each.document.cite for each in additions):
        return "", []
    path, copies = library.path, []
    if not (place := _place_in(folder, path)):
        taken = {each.document.file for each in additions}
        name = path.name if path.name.isprintable() else f"bibliography{path.suffix}"
        names = (_numbered(name, number) for number in count(1))
        place = next(n for n in names if n not in taken and not os.path.lexists(folder / n))
        copies = [(path, place)]
    return f"bibliography = {toml_value(place)}\n", copies


def _require_no_manifest(folder: Path) -> None:
    if os.path.lexists(folder / MANIFEST):
        hint = f"to add to it: wp8 add FILE... --corpus {folder}"
        raise CorpusError(f"{folder / MANIFEST}: is there already", hint=hint)


def add(
    folder: Path,
    files: Sequence[str],
    notify: Callable[[str], object],
    how: Adding = PLAINLY,
) -> Additions:
    """Add `files` to the corpus `folder`; return what became of each.

    They are added as `how` says. Where another wp8 is at it, this one waits, and says so by
    `notify`.

    Raises:
        CorpusError: The corpus is not one, or cannot be written; then no document has been added.
    """
    manifest_bytes(folder)
    with changing(folder, notify) as change:
        documents = described(folder, manifest_bytes(folder))
        before = known_contents(how.kept) if how.kept else {}
        known = KnownFiles(folder, (document.file for document in documents), before)
        found = sources_of(files, folder)
        additions = additions_of(folder, found, documents, how, known)
        text = unicode_text(source_bytes(change.manifest))
        _write(change, additions, text, change.manifest.stat().st_mode & 0o777)
        _keep(known, how.kept)
    return additions


def _keep(known: KnownFiles, kept: Kept | None) -> None:
    if kept:
        keep_contents(kept, known.contents)


def additions_of(
    folder: Path,
    found: Sources,
    documents: Sequence[Document],
    how: Adding,
    known: KnownFiles,
) -> Additions:
    """Return what becomes of the files that were `found` where the corpus has `documents`.

    Nothing is changed yet.

    Raises:
        CorpusError: There is no such encoding.
    """
    if how.encoding:
        known_encoding(how.encoding)
    additions = Additions(found)
    batch = _Batch(folder, documents, how, known)
    unclear: dict[Path, list[tuple[int, list[str]]]] = {}
    for source in how.progress(found.files) if how.progress else found.files:
        try:
            addition, texts = batch.addition(source)
        except NewerCopyError as error:
            additions.refused.append(Refused.over(source.path, error, error.document))
        except CorpusError as error:
            additions.refused.append(Refused.over(source.path, error))
        else:
            if addition.is_new and not addition.parts and not addition.document.language:
                unclear.setdefault(source.path.parent, []).append((len(additions), texts))
            additions.append(addition)
    for own in unclear.values():
        language = language_of_all([texts for _, texts in own])
        for place, _ in own:
            document = _guessed(additions[place].document, language)
            additions[place] = additions[place]._replace(document=document)
    return additions


class _Batch:
    """Files that are added to the corpus in `folder` one after the other."""

    def __init__(
        self, folder: Path, documents: Sequence[Document], how: Adding, known: KnownFiles
    ) -> None:
        self._folder = folder
        self._how = how
        self._known = known
        self._documents = {document.file: document for document in documents}
        self._before = set(self._documents)
        self._parts = Counter(document.file for document in documents)
        self._ids = Ids(document.id for document in documents)
        self._copies: dict[str, Iterator[int]] = {}

    def addition(self, source: Source) -> tuple[Addition, list[str]]:
        """Return what becomes of a file, and the beginning of its text.

        Raises:
            CorpusError: It cannot be read, or has no text.
            NewerCopyError: The corpus has another of its name, and it is not said what to do.
        """
        path, place, said, cite = source
        layout = layout_told(path)
        own = _place_in(self._folder, path)
        content = source_bytes(path)
        if own in self._documents:
            return self._is_known(own, None, "known")
        same = self._known.with_bytes(content)
        if same and not self._how.anyway:
            is_copy = PurePath(same).name == path.name or self._known.copied_from(path) == same
            return self._is_known(same, path, "known" if is_copy else "same bytes")
        older = self._known.copied_from(path) or (place if place in self._before else "")
        if older and not own and not self._how.anyway:
            return self._newer(path, older, content)
        encoding = self._how.encoding if takes_encoding(layout) else ""
        tells_itself = content.startswith(UTF_16_MARKS) or _is_utf_8(content, encoding)
        encoding = "" if tells_itself else encoding
        column = self._how.text_column if layout in TABLES else ""
        if parts := _parts(content, path, layout, encoding, column):
            file = own or self._free(place, "table")
            document = Document("", file, layout, "", encoding=encoding, text_column=column)
            receipt = receipt_of_parts(content, document, path, parts)
            words, texts = "", []
        else:
            found = {**said, "cite": cite}
            if not cite:
                found = also_told(found_in(path, layout, encoding), said)
            blocks = _blocks(content, path, layout, encoding)
            if not cite and not found["title"]:
                found["title"] = title_over(blocks)
            words = words_of(blocks)
            same = self._known.with_words(words)
            if same and not self._how.anyway:
                return self._is_known(same, path, "same text")
            id_ = self._ids.new(f"{cite}." if cite else _id_name(place))
            file = own or self._free(place, id_)
            document = Document(
                id_, file, layout, **titled(found, path.stem, id_), encoding=encoding
            )
            texts = [block.text for block in blocks if block.kind != "reading"]
            if not document.language:
                document = _guessed(document, language_of(texts))
            receipt = receipt_of(content, document, path, blocks)
        self._documents[file] = document
        self._parts[file] = len(parts)
        self._known.add(file, content, words, None if own else path)
        addition = Addition(
            document,
            None if own else path,
            "stays" if own else "copied",
            receipt if receipt.line else None,
            len(parts),
        )
        return addition, _beginning(texts)

    def _is_known(self, file: str, path: Path | None, fate: Fate) -> tuple[Addition, list[str]]:
        (document,) = with_own_titles(self._folder, [self._documents[file]])
        parts = self._parts[file] if document.file_part or not document.id else 0
        return Addition(document, path, fate, parts=parts), []

    def _newer(self, path: Path, file: str, content: bytes) -> tuple[Addition, list[str]]:
        document = self._documents[file]
        if not self._how.replace:
            raise NewerCopyError(path, document)
        second = _numbered(path.name, 2)
        if second in self._before and not self._known.copied_from(path):
            hint = "copy it over that of which it is a newer copy"
            raise CorpusError(f"{path}: the corpus has {path.name} and {second}", hint=hint)
        how = (document.layout, document.encoding)
        if document.layout in PARTED:
            parts_of(content, path, *how, document.text_column)
        blocks = [] if document.file_part else _blocks(content, path, *how)
        receipt = receipt_of(content, document, path, blocks) if blocks else None
        self._known.add(file, content, words_of(blocks), path)
        return Addition(document, path, "replaced", receipt), []

    def _free(self, place: str, id_: str) -> str:
        """Return a place for a copy: its own, if no other file has it."""
        place = place if place.isprintable() else f"{id_}{PurePath(place).suffix}"
        place = place if place.isprintable() else id_
        if not is_inside(self._folder, place):
            raise CorpusError(f"{self._folder / place}: leaves the corpus folder")
        numbers = self._copies.setdefault(place, count(1))
        return next(name for n in numbers if self._is_free(name := _numbered(place, n)))

    def _is_free(self, name: str) -> bool:
        taken = name in self._documents or name in (MANIFEST, GLOSSARY, LEDGER)
        return not taken and not os.path.lexists(self._folder / name)


def _is_utf_8(content: bytes, encoding: str) -> bool:
    """Return whether a file is UTF-8 whatever is said: in letters that ASCII has not, or in both.

    What is all of ASCII is not always its letters: ISO-2022-JP writes others so.
    """
    try:
        text = content.decode()
        return not content.isascii() or text == content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return False


def _numbered(place: str, number: int) -> str:
    """Return the place of a file, or for one that is not the first, `x-2.md` for `x.md`."""
    path = PurePath(place)
    return str(path.with_stem(f"{path.stem}-{number}")) if number > 1 else place


class NewerCopyError(CorpusError):
    """A file that was copied before, or of the name of one that was, and has other bytes by now.

    The copy is that of `document`.
    """

    def __init__(self, path: Path, document: Document) -> None:
        self.document = document.id or document.file
        hint = "a newer copy replaces it with --replace; another text is added with --anyway"
        super().__init__(f"{path}: differs from the copy that the corpus has", hint=hint)


def _beginning(texts: Iterable[str]) -> list[str]:
    """Return of texts what is enough to tell a language by."""
    found: list[str] = []
    left = _ENOUGH
    for text in texts:
        if left <= 0:
            break
        found.append(text[:left])
        left -= len(text)
    return found


def _guessed(document: Document, language: str) -> Document:
    return replace(document, language=language, language_guessed=bool(language))


def _parts(content: bytes, path: Path, layout: str, encoding: str, column: str) -> list[Part]:
    found = [*parts_of(content, path, layout, encoding, column)]
    if not found and layout in TABLES:
        raise CorpusError(f"{path}: has no rows")
    return found


def _blocks(content: bytes, path: Path, layout: str, encoding: str) -> list[Block]:
    found = blocks_of(content, layout, path, encoding)
    if not found:
        raise CorpusError(f"{path}: has no text")
    return found


def _id_name(place: str) -> str:
    """Return what an id is made of: as much of the end of a path as it can hold."""
    *folders, name = PurePath(place).parts
    for folder in reversed(folders):
        if len(longer := f"{folder}-{name}") > LONGEST + len(PurePath(name).suffix):
            break
        name = longer
    return name


def _place_in(folder: Path, path: Path) -> str:
    """Return where in `folder` the file at `path` is, nothing if it is elsewhere."""
    inside = PurePath(os.path.realpath(folder))
    real = PurePath(os.path.realpath(path))
    if not real.is_relative_to(inside):
        return ""
    place = real.relative_to(inside).as_posix()
    if not place.isprintable():
        message = f"{path}: its name cannot stand in {MANIFEST}"
        raise CorpusError(message, hint="give it a name of letters and digits")
    return place if is_inside(folder, place) else ""


def _write(
    change: Change,
    additions: Sequence[Addition],
    manifest: str,
    mode: int | None,
    beside: Sequence[tuple[Path, str]] = (),
) -> None:
    """Write the copies, and those `beside`, then the manifest with a table for each addition."""
    new = [addition for addition in additions if addition.is_new]
    end = "\r\n" if "\r\n" in manifest else "\n"
    tables = tables_of(additions).replace("\n", end)
    text = (manifest + end * (not manifest.endswith("\n")) + tables).encode()
    try:
        manifest_table(text, change.manifest)
    except CorpusError as error:
        hint = "write each document in a table of its own: [[document]]"
        message = f"{change.manifest}: no table can be added at its end"
        raise CorpusError(message, hint=hint) from error
    if new:
        copies = [(a.original, a.document.file) for a in new if a.original is not None]
        change.copy([*beside, *copies])
        change.commit(text, mode)
    for addition in additions:
        if addition.fate == "replaced" and addition.original is not None:
            change.replace(addition.original, addition.document.file)


def tables_of(additions: Iterable[Addition]) -> str:
    """Return the tables in a manifest of what was added, each after an empty line."""
    return "".join(f"\n{_table(addition.document)}" for addition in additions if addition.is_new)


def _table(document: Document) -> str:
    """Return the table of a document in a manifest, as a person writes one.

    One that is many documents has no id; of one that cites a work its bibliography says the rest.
    """
    is_cited = bool(document.cite)
    work = {} if is_cited else document.stated
    said = {_KEYS.get(field, field): work[field] for field in FIELDS if field in work}
    lines = {
        "id": document.id,
        "file": document.file if document.id else "",
        "files": "" if document.id else escape(document.file),
        "layout": document.layout if layout_of(document.file) != document.layout else "",
        "title": document.title if document.title_supplied or not is_cited else "",
        "cite": document.cite,
        "title_supplied": document.title_supplied,
        **said,
        "issued": document.date_in_words,
        "affiliation": document.affiliation,
        "rights": document.rights,
        "language": document.language if document.language_guessed or not is_cited else "",
        "language_guessed": document.language_guessed,
        "encoding": document.encoding,
        "text_column": document.text_column,
    }
    written = (f"{key} = {toml_value(value)}\n" for key, value in lines.items() if _is_said(value))
    own = "".join(f"{key} = {toml_value(value)}\n" for key, value in document.fields.items())
    own = f"[document.fields]\n{own}" if own else ""
    return f"[[document]]\n{''.join(written)}{own}"


def _is_said(value: object) -> bool:
    return value is not False and value != ""
