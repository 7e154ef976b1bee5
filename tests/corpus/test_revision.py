"""What a manifest says of documents is changed, and all its other lines stay as they are."""

from __future__ import annotations

import signal
import time
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_change import DONE, SURVIVED, in_a_fork

from wp8.corpus.care import revision
from wp8.corpus.care.revision import describe, mentions, remove, rename
from wp8.corpus.care.toml_text import ManifestText
from wp8.corpus.manifest import load_corpus
from wp8.errors import CorpusError, UnknownNameError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Runner

# As somebody may have written it by hand.
HAND_MADE = '''\
# Letters from the quay.
name = "quay"   # a name
description = """
[[document]] is no header here, # and this no remark
"""

# The first: it came by sea.
[[document]]
  id = "a"            # short
  file = 'a.txt'
  title = "A \\"quoted\\" title # with a sign"
  author = [          # two hands
    "Roe, Ann",       # the elder
    { family = "Poe", given = "Bo" },
  ]
  date = 1848-03-18
  fields.place = "quay"

  # Below are its own.
  fields."weather" = ["fog", "rain"]

# Nobody knows when.

# The second came by land.
[[ document ]]
id="b"
file="b.txt"
title = \'\'\'B's'\'\'\'
title_supplied = true
language = "de"
language_guessed = true
fields = { place = "road", act = 2 }

[["document"]]
id = "c"
file = "c.txt"
title = "C"
[document.fields]
# Where it lay.
place = "attic"
[[document.editor]]
name = "Kim Jong Un"
family = "Kim"
# The end.'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"Tide of {name}.\n")
    (tmp_path / "corpus.toml").write_text(HAND_MADE, newline="")
    return tmp_path


def silent(_: str) -> None:
    """Tell nobody."""


def changed(folder: Path, change: Callable[[], object]) -> tuple[list[str], list[str]]:
    """Return which lines of the manifest a change takes out, and which it puts in."""
    before = (folder / "corpus.toml").read_text().split("\n")
    change()
    after = (folder / "corpus.toml").read_text().split("\n")
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


@pytest.mark.parametrize(
    ("id_", "said", "out", "into"),
    [
        ("a", {"date": "1849"},
         ["  date = 1848-03-18"], ["  date = 1849"]),
        ("a", {"title": "Tide"},
         ['  title = "A \\"quoted\\" title # with a sign"'], ['  title = "Tide"']),
        ("a", {"publisher": "Quay"},
         [], ['  publisher = "Quay"']),
        ("a", {"author": "Roe, Ann"},
         ["  author = [          # two hands", '    "Roe, Ann",       # the elder',
          '    { family = "Poe", given = "Bo" },', "  ]"],
         ['  author = "Roe, Ann"']),
        ("a", {"issued": None},
         ["  date = 1848-03-18"], []),
        ("a", {"fields.Place": "sea"},
         ['  fields.place = "quay"'], ['  fields.place = "sea"']),
        ("a", {"fields.weather": None},
         ['  fields."weather" = ["fog", "rain"]'], []),
        ("a", {"fields.act": ["2", "3"]},
         [], ['  fields.act = ["2", "3"]']),
        ("b", {"title": "Bees"},
         ["title = '''B's''''", "title_supplied = true"], ['title = "Bees"']),
        ("b", {"language": "nl"},
         ['language = "de"', "language_guessed = true"], ['language = "nl"']),
        ("b", {"fields.act": None},
         ['fields = { place = "road", act = 2 }'], ['fields = { place = "road" }']),
        ("b", {"fields.speaker": "Ann"},
         ['fields = { place = "road", act = 2 }'],
         ['fields = { place = "road", act = 2, speaker = "Ann" }']),
        ("c", {"fields.place": "cellar"},
         ['place = "attic"'], ['place = "cellar"']),
        ("c", {"fields.act": "2"},
         [], ['act = "2"']),
        ("c", {"volume": ["3"], "url": "x:y"},
         [], ["volume = 3", 'url = "x:y"']),
        ("c", {"publisher": None, "fields.act": None, "title": "C"}, [], []),
    ],
)  # fmt: skip
def test_only_the_lines_that_say_it_are_changed(
    folder: Path, id_: str, said: dict[str, Any], out: list[str], into: list[str]
) -> None:
    assert changed(folder, lambda: describe(folder, [id_], said, silent)) == (out, into)
    load_corpus(folder)


def test_fields_of_a_document_without_any_get_a_table(folder: Path) -> None:
    plain = 'name = "x"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"'
    (folder / "corpus.toml").write_text(plain)

    describe(folder, ["a"], {"fields.place": "sea", "fields.act": "2"}, silent)
    assert (folder / "corpus.toml").read_text() == (
        f'{plain}\n[document.fields]\nplace = "sea"\nact = "2"\n'
    )
    describe(folder, ["a"], {"fields.place": None, "fields.act": None}, silent)
    assert load_corpus(folder).documents[0].fields == {}


def test_what_is_taken_out_is_returned_with_what_stands_right_above_it(folder: Path) -> None:
    whole = (folder / "corpus.toml").read_text()
    first, third = remove(folder, ["a", "c", "a"], silent)

    assert (first.document.id, third.document.id) == ("a", "c")
    assert first.lines.startswith("# The first: it came by sea.\n[[document]]\n")
    assert first.lines.endswith('fields."weather" = ["fog", "rain"]\n')
    assert third.lines == whole[whole.index('[["document"]]') :] + "\n"
    left = whole.replace(first.lines + "\n", "").replace(third.lines.rstrip(), "")
    assert (folder / "corpus.toml").read_text() == left
    # Put back, they say the same.
    (folder / "corpus.toml").write_text(f"{left}\n{first.lines}\n{third.lines}")
    again = {document.id: document for document in load_corpus(folder).documents}
    (folder / "corpus.toml").write_text(whole)
    assert again == {document.id: document for document in load_corpus(folder).documents}


def test_another_id_is_one_line(folder: Path) -> None:
    (folder / "glossary.toml").write_text(
        '[[group]]\nforms = ["tide", "밀물"]\nrests_on = "a:1 has tide, ba:1 too"\n'
    )

    assert changed(folder, lambda: rename(folder, "a", "letter-1", silent)) == (
        ['  id = "a"            # short'],
        ['  id = "letter-1"            # short'],
    )
    assert mentions(folder, "a") == ["glossary.toml:3"]


@pytest.mark.parametrize(
    "source",
    [
        HAND_MADE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + HAND_MADE.encode(),
        HAND_MADE.encode("utf-16"),
        b"\xfe\xff" + HAND_MADE.encode("utf-16-be"),
    ],
    ids=["crlf", "mark", "utf-16", "utf-16-be"],
)
def test_line_ends_and_encoding_stay(folder: Path, source: bytes) -> None:
    (folder / "corpus.toml").write_bytes(source)
    codec = "utf-16" if source.startswith((b"\xff", b"\xfe")) else "utf-8"

    describe(folder, ["c"], {"publisher": "Kai 부두"}, silent)
    described = (folder / "corpus.toml").read_bytes()
    describe(folder, ["c"], {"publisher": None}, silent)

    end = "\r\n" if b"\r\n" in source else "\n"
    assert f'publisher = "Kai 부두"{end}[document.fields]' in described.decode(codec)
    assert (folder / "corpus.toml").read_bytes() == source


def test_links_and_rights_stay(folder: Path) -> None:
    real = folder / "elsewhere" / "real.toml"
    real.parent.mkdir()
    (folder / "corpus.toml").rename(real)
    (folder / "corpus.toml").symlink_to(real)
    real.chmod(0o666)

    rename(folder, "a", "z", silent)

    assert (folder / "corpus.toml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o666
    assert [d.id for d in load_corpus(folder).documents] == ["z", "b", "c"]


NOT_ONE = "is not an id that can be cited"


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (lambda f: remove(f, ["d"], silent), "there is no document d", "for example a"),
        (lambda f: remove(f, list("abc"), silent), "FOLDER: then no document would be left",
         "to take away all of it, remove its folder"),
        (lambda f: rename(f, "a", "b", silent), "there is a document b already", None),
        (lambda f: rename(f, "a", "A 1", silent), f"'A 1' {NOT_ONE}",
         "an id is a small letter, then small letters, digits, - or _"),
        (lambda f: describe(f, ["a"], {"autor": "x"}, silent), "there is no field 'autor'",
         "did you mean author? a field of your own is fields.autor=…"),
        (lambda f: describe(f, ["a"], {"id": "x"}, silent), "there is no field 'id'",
         "another id: wp8 docs rename OLD NEW"),
        (lambda f: describe(f, ["a"], {"fields.title": "x"}, silent),
         "'fields.title' is no field of your own", "without fields: title=…"),
        (lambda f: describe(f, ["a"], {"fields.kind": "x"}, silent),
         "'fields.kind' is asked of paragraphs in queries", "give the field another name"),
        (lambda f: describe(f, ["a"], {"DOI": ["x", "y"]}, silent),
         "'DOI' has one value", "as in DOI=…"),
        (lambda f: describe(f, ["a"], {"date": ["1848", "1849"]}, silent),
         "'date' has one value", "as in date=…"),
        (lambda f: describe(f, ["a"], {"date": "1848", "issued": "1849"}, silent),
         "'issued' is the same field as 'date'", "say all its values under one name: date=…"),
        (lambda f: describe(f, ["a"], {"fields.place": "x", "fields.Place": "y"}, silent),
         "'fields.Place' is the same field as 'fields.place'",
         "say all its values under one name: fields.place=…"),
        (lambda f: describe(f, ["a"], {"rights": ["x", "y"]}, silent),
         "'rights' has one value", "as in rights=…"),
        (lambda f: describe(f, ["a"], {"author": ["Roe", "\udcff"]}, silent),
         "'author' is not Unicode",         "a terminal gives UTF-8 to programs"),
        (lambda f: describe(f, ["a"], {"title": None}, silent),
         "'title' is what every document has", "as in title=…"),
        (lambda f: describe(f, ["a"], {"type": "speach"}, silent),
         "FOLDER/corpus.toml: document 'a': unknown type 'speach'", "did you mean 'speech'?"),
        (lambda f: describe(f, ["c"], {"editor": "Bo"}, silent),
         "FOLDER/corpus.toml: 'editor' is said in several lines", "change it there by hand"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_changed(
    folder: Path, change: Callable[[Path], object], message: str, hint: str | None
) -> None:
    with pytest.raises((CorpusError, UnknownNameError)) as caught:
        change(folder)

    assert caught.value.message.replace(str(folder), "FOLDER") == message
    assert caught.value.hint == hint
    assert (folder / "corpus.toml").read_text() == HAND_MADE
    assert {path.name for path in folder.iterdir()} == {
        "corpus.toml", "a.txt", "b.txt", "c.txt"
    }  # fmt: skip


def test_what_a_pattern_names_has_no_lines_of_its_own(folder: Path) -> None:
    manifest = 'name = "x"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n'
    (folder / "corpus.toml").write_text(f'{manifest}[[document]]\nfiles = "*.txt"\n')
    with pytest.raises(CorpusError, match="a pattern names 'b'"):
        remove(folder, ["b"], silent)
    # The file stays, and the pattern would name it from then on.
    with pytest.raises(CorpusError, match="then a pattern names a document 'a'"):
        remove(folder, ["a"], silent)


def test_inline_documents_are_refused(folder: Path) -> None:
    one = '{ id = "a", file = "a.txt", title = "A" }'
    (folder / "corpus.toml").write_text(f'name = "x"\ndocument = [{one}]\n')

    with pytest.raises(CorpusError, match="cannot be told apart") as caught:
        describe(folder, ["a"], {"date": "1849"}, silent)
    assert caught.value.hint == "write each document in a table of its own: [[document]]"


def test_who_has_changed_the_manifest_meanwhile_is_not_overwritten(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "corpus.toml"

    def meanwhile(text: str, source: bytes) -> bytes:
        path.write_text(f"{HAND_MADE}\n# More.\n")
        return encoded(text, source)

    encoded = revision._encoded
    monkeypatch.setattr(revision, "_encoded", meanwhile)

    with pytest.raises(CorpusError, match="was changed meanwhile"):
        rename(folder, "a", "z", silent)
    assert path.read_text() == f"{HAND_MADE}\n# More.\n"


WORDS = st.sampled_from(["tide", "the # tide", "[[document]]", '"', "'''", "\\", "밀물", "a = b"])


def written(draw: st.DrawFn, text: str) -> str:
    """Return a text in one of the ways in which TOML writes one."""
    basic = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    ways = [basic, f'""{basic}""']
    if "'" not in text:
        ways += [f"'{text}'", f"'''\n{text}'''"]
    return draw(st.sampled_from(ways))


@st.composite
def manifests(draw: st.DrawFn) -> str:
    """Return a manifest of three documents, as nobody would write it."""
    pieces = ['name = "x"\n']
    for id_ in "abc":
        pieces += draw(st.lists(st.sampled_from(["\n", "# a remark\n", "  # [[document]]\n"])))
        pieces.append(draw(st.sampled_from(["[[document]]\n", " [[ 'document' ]] # one\n"])))
        lines = [f'id = "{id_}"\n', f"file = '{id_}.txt'\n"]
        lines += [f"title = {written(draw, draw(WORDS))}\n"]
        if draw(st.booleans()):
            each = [written(draw, word) for word in draw(st.lists(WORDS, min_size=1))]
            lines.append("author = [ # who\n" + ", # next\n".join(each) + " # last\n]\n")
        way = draw(st.sampled_from(["", "dotted", "inline", "table"]))
        own = written(draw, draw(WORDS))
        lines += [f"fields . place = {own}\n"] if way == "dotted" else []
        if way == "inline" and "\n" not in own:
            lines.append(f"fields = {{ place = {own} }} # own\n")
        pieces += draw(st.permutations(lines))
        pieces += [f"[document.'fields']\nplace = {own}\n"] if way == "table" else []
    text = "".join(pieces)
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@given(manifests(), st.integers(0, 2), WORDS, st.sampled_from(["publisher", "title", "author"]))
def test_any_manifest_says_what_it_is_to_say_and_everything_else_as_before(
    text: str, place: int, word: str, key: str
) -> None:
    expected = tomllib.loads(text)
    made = ManifestText(text, "here")
    assert str(made) == text
    made.set(place, lambda _: False, key, word)
    made.set_field(place, "place", word)
    made.set_field(place, "act", ["1"])
    expected["document"][place] |= {key: word}
    expected["document"][place].setdefault("fields", {}).update({"place": word, "act": ["1"]})
    assert tomllib.loads(str(made)) == expected

    made.remove(place)
    del expected["document"][place]
    assert tomllib.loads(str(made)) == expected


CHANGES: dict[str, Callable[[Path], object]] = {
    "rm": lambda folder: remove(folder, ["a"], silent),
    "set": lambda folder: describe(folder, ["a", "b"], {"publisher": "Quay"}, silent),
}


@pytest.mark.slow
@pytest.mark.parametrize("command", CHANGES)
@pytest.mark.parametrize(
    ("kind", "is_after", "code"),
    [("error", False, 1), ("interrupt", True, 1), ("kill", False, 9)],
)
def test_whatever_call_fails_the_manifest_is_as_before_or_as_after(
    folder: Path, command: str, kind: str, is_after: bool, code: int
) -> None:
    seen, codes = set(), set()
    for number in range(1, 100):
        (folder / "corpus.toml").write_text(HAND_MADE)
        ended = in_a_fork(lambda: CHANGES[command](folder), number, kind, is_after)
        codes.add(ended)
        seen.add((folder / "corpus.toml").read_text())
        if ended == DONE:
            break

    assert codes - {SURVIVED} == {DONE, code}
    assert len(seen) == 2
    assert HAND_MADE in seen
    load_corpus(folder)


def said(manifest: str) -> str:
    """Return what the first document says of its publisher."""
    publisher: str = tomllib.loads(manifest)["document"][0]["publisher"]
    return publisher


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_process_that_is_killed_or_interrupted_leaves_a_whole_manifest(
    folder: Path, run_wp8: Runner, sign: signal.Signals
) -> None:
    path = folder / "corpus.toml"

    def start(number: int) -> subprocess.Popen[bytes]:
        given = ("docs", "set", "a", f"publisher={number}", "--corpus", str(folder))
        return run_wp8.start(*given)

    started = time.monotonic()
    start(0).communicate()
    taken = time.monotonic() - started
    for number in range(1, 7):
        before = path.read_text()
        process = start(number)
        time.sleep(taken * number / 5)
        process.send_signal(sign)
        process.communicate()
        after = before.replace(f'publisher = "{said(before)}"', f'publisher = "{number}"')
        assert path.read_text() in (before, after)
    assert run_wp8("docs", "rm", "a", "--corpus", str(folder)).exit_code == 0
    assert {p.name for p in folder.iterdir()} == {"corpus.toml", "a.txt", "b.txt", "c.txt"}
