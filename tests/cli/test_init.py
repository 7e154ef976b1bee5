"""`wp8 init` and `wp8 add`: a corpus of one's own, from files as they are."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING

import pytest
from made_sources import WORD, docx, pdf

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

HOSTILE = b"a\n\x1b[31m'\"\xff.md"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "First Letter.md").write_text("---\ntitle: The First\n---\n\nDear friend.\n")
    (folder / "second.docx").write_bytes(docx())
    (folder / "third.pdf").write_bytes(pdf([[(50, 700, 10, "A page of words.")]]))
    (folder / "note.txt").write_text(f"{'long ' * 60}\n")
    return folder


def manifest(folder: Path) -> list[dict[str, object]]:
    documents: list[dict[str, object]] = tomllib.loads((folder / "corpus.toml").read_text())[
        "document"
    ]
    return documents


def test_files_become_a_corpus_that_is_searched(
    run_wp8: Runner, files: Path, tmp_path: Path
) -> None:
    made = run_wp8("init", "own", *sorted(map(str, files.iterdir())), cwd=tmp_path)

    assert made.exit_code == 0
    assert made.stdout == (
        "first-letter\tThe First\tFirst Letter.md\tcopied\n"
        "note\tnote (from the name)\tnote.txt\tcopied\n"
        "second\tCore & title\tsecond.docx\tcopied\n"
        "third\tthird (from the name)\tthird.pdf\tcopied\n"
    )
    assert made.stderr == (
        "wp8: language not known of 3 documents: no other forms of their words are found\n"
        '     name it in corpus.toml, as in: language = "en"\n'
        "wp8: next: wp8 search WORD --corpus own\n"
    )
    for name in ("second.docx", "third.pdf"):
        assert (tmp_path / "own" / name).read_bytes() == (files / name).read_bytes()
    assert manifest(tmp_path / "own")[2] == {
        "id": "second",
        "file": "second.docx",
        "title": "Core & title",
        "author": "Core Author",
        "language": "ko",
    }
    found = run_wp8(
        "search", "word OR words OR friend", "--sort", "document", "--corpus", "own", cwd=tmp_path
    )
    assert found.stdout == (
        "first-letter:1\tDear friend.\nsecond:1\tWord.\nthird:1\tA page of words.\n"
    )
    shown = run_wp8("show", "third:1", "--json", "--corpus", "own", cwd=tmp_path).stdout
    assert '"pages": [\n        1,\n        1\n      ]' in shown


def test_a_language_that_no_source_says_is_guessed_and_never_cited(
    run_wp8: Runner, tmp_path: Path
) -> None:
    for name, text in (
        ("a", "Il piano che hanno fatto con il consiglio dell'isola non è di lei, come si diceva, "
              "ma della gente che era nella casa e che non voleva più sentire queste parole."),
        ("b", "---\nlang: it_IT\n---\n\nE così via."),
        ("c", "Word word word."),
    ):  # fmt: skip
        (tmp_path / f"{name}.md").write_text(f"{text}\n", encoding="utf-8")
    own = str(tmp_path / "own")

    made = run_wp8("init", own, *(str(tmp_path / f"{name}.md") for name in "abc"))

    assert made.stderr == (
        "wp8: languages guessed from the texts: it (1); corpus.toml says which\n"
        "wp8: language not known of 1 document: no other forms of their words are found\n"
        '     name it in corpus.toml, as in: language = "en"\n'
        f"wp8: next: wp8 search WORD --corpus {own}\n"
    )
    said = [(d.get("language"), d.get("language_guessed")) for d in manifest(tmp_path / "own")]
    assert said == [("it", True), ("it-IT", None), (None, None)]
    for style, stated in (("ris", "LA  - "), ("csl-json", '"language"')):
        cited = run_wp8("cite", "a", "b", "--style", style, "--corpus", own).stdout
        assert cited.count(stated) == 1
    assert run_wp8("export", "--format", "tei", "--corpus", own).stdout.count('xml:lang="it') == 1


def test_short_files_of_one_folder_tell_their_language_together(
    run_wp8: Runner, tmp_path: Path
) -> None:
    for name, text in (
        ("a", "Das ist nicht der Plan."),
        ("b", "Auch die Partei und er."),
        ("other/c", "Word word."),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    own = tmp_path / "own"

    run_wp8("init", str(own), *(str(tmp_path / f"{name}.txt") for name in ("a", "b", "other/c")))

    said = [(d.get("language"), d.get("language_guessed")) for d in manifest(own)]
    assert said == [("de", True), ("de", True), (None, None)]


def test_a_record_of_a_pdf_is_shown_with_its_page(
    run_wp8: Runner, files: Path, tmp_path: Path
) -> None:
    own = str(tmp_path / "own")
    run_wp8("init", own, str(files / "third.pdf"))

    screen = run_wp8.on_terminal("show", "third:1", "--corpus", own, "--color", "never")

    assert screen.lines[2:4] == ["         p. 1", "third:1  A page of words."]


def test_add_keeps_what_the_manifest_has(run_wp8: Runner, files: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    run_wp8("init", str(own), str(files / "note.txt"))
    edited = f"# mine\n{(own / 'corpus.toml').read_text()}".replace("\n", "\r\n").rstrip()
    (own / "corpus.toml").write_bytes(edited.encode())
    (own / "corpus.toml").chmod(0o640)
    (own / "inside.md").write_text("# Inside\n\nText.")

    added = run_wp8(
        "add", str(own / "inside.md"), str(files / "note.txt"), str(files / "third.pdf"),
        env={"WP8_CORPUS": str(own)},
    )  # fmt: skip

    assert added.stdout == (
        "inside\tInside\tinside.md\tstays where it is\n"
        "note\tnote (from the name)\tnote.txt\tis there already\n"
        "third\tthird (from the name)\tthird.pdf\tcopied\n"
    )
    assert (own / "corpus.toml").read_bytes().startswith(edited.encode())
    assert [d["id"] for d in manifest(own)] == ["note", "inside", "third"]
    assert (own / "corpus.toml").stat().st_mode & 0o777 == 0o640


def test_add_knows_what_init_did_before_there_is_an_index(run_wp8: Runner, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "quay.txt").write_text("The ships came.\n")
    (letters / "quay.md").write_text("The *ships* came.\n")
    twins = [
        "quay\tquay (from the name)\tquay.md\tcopied\n",
        "quay\tquay (from the name)\tquay.md\t"
        "letters/quay.txt has the same text, and is not added\n",
    ]
    fresh = {"WP8_INDEX": str(tmp_path / "absent" / "cache")}
    made = run_wp8("init", "own", "letters", cwd=tmp_path, env=fresh)
    again = run_wp8("add", "letters", "--corpus", "own", cwd=tmp_path, env=fresh)

    assert made.stdout == "".join(twins)
    assert again.stdout == "".join(twins).replace("copied", "is there already")


def test_init_does_not_write_over_a_corpus(run_wp8: Runner, files: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text("mine")

    result = run_wp8("init", str(tmp_path), str(files / "note.txt"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"wp8: {tmp_path}/corpus.toml: is there already\n"
        f"     to add to it: wp8 add FILE... --corpus {tmp_path}\n"
    )
    assert (tmp_path / "corpus.toml").read_text() == "mine"


def test_add_leaves_the_corpus_of_wp8_alone(run_wp8: Runner, files: Path) -> None:
    result = run_wp8("add", str(files / "note.txt"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "this corpus is wp8's own" in result.stderr
    assert "wp8 init DIR FILE..." in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "said", "hint"),
    [
        ("x.docx", b"no zip", "is no zip file, or is damaged", "save it again"),
        ("x.md", b"ab\n\xff", "line 2: is not UTF-8 (at byte 3)", "iconv -f NAME "),
        ("x.xyz", b"x", "its name does not tell its format", "wp8 knows .docx, "),
        ("x.bib", b"x", "its name does not tell its format", "the works of a library: wp8 init "),
        ("x.csv", b"a,b\n1,2\n", "has no column 'text' but 'a', 'b'", "name the one that has: "),
        ("x.txt", b"\n \n", "has no text", None),
        ("none.md", None, "there is no such file", None),
    ],
)
def test_a_bad_file_is_named_and_the_others_are_added(
    run_wp8: Runner,
    files: Path,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    said: str,
    hint: str | None,
) -> None:
    if content is not None:
        (files / name).write_bytes(content)
    note, bad = str(files / "note.txt"), str(files / name)

    alone = run_wp8("init", str(tmp_path / "new" / "own"), bad)
    result = run_wp8("init", str(tmp_path / "own"), bad, note)

    assert (alone.exit_code, alone.stdout) == (2, "")
    assert not (tmp_path / "new").exists()
    assert (result.exit_code, result.stdout) == (
        2,
        "note\tnote (from the name)\tnote.txt\tcopied\n",
    )
    lines = alone.stderr.splitlines()
    assert lines[0] == f"wp8: not added: {bad}: {said}"
    assert [line.startswith(f"     {hint}") for line in lines[1:]] == [True] * bool(hint)
    assert alone.stderr in result.stderr


def test_files_of_one_name_are_both_kept(run_wp8: Runner, tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "x.md").write_text(f"Text {place}.")

    run_wp8("init", "own", "a/x.md", "b/x.md", "a/x.md", cwd=tmp_path)

    assert [(d["id"], d["file"]) for d in manifest(tmp_path / "own")] == [
        ("x", "x.md"),
        ("x-2", "x-2.md"),
    ]
    assert (tmp_path / "own" / "x-2.md").read_text() == "Text b."


def test_a_name_of_control_characters_is_no_danger(run_wp8: Runner, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(HOSTILE)).write_text('# A \x1b[31m \x7f \\ "title"\n\nText.')

    made = run_wp8("init", "own", HOSTILE, cwd=tmp_path)

    assert (made.exit_code, made.stdout) == (0, 'a-31m\tA [31m \\ "title"\ta-31m.md\tcopied\n')
    assert run_wp8("search", "text", "--corpus", "own", cwd=tmp_path).stdout == "a-31m:1\tText.\n"
    inside = run_wp8("init", ".", HOSTILE, cwd=tmp_path)
    assert (inside.exit_code, inside.stdout) == (2, "")
    assert "\x1b" not in inside.stderr
    assert "its name cannot stand in corpus.toml" in inside.stderr


@pytest.mark.slow
def test_a_source_that_cannot_be_read_does_not_stop_the_others(
    run_wp8: Runner, files: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    index = {"WP8_INDEX": str(tmp_path / "index"), "WP8_CORPUS": str(own)}
    run_wp8("init", str(own), *map(str, sorted(files.iterdir())))
    whole = (own / "second.docx").read_bytes()
    (own / "second.docx").write_bytes(b"damaged")

    first, second = (run_wp8("search", "page", env=index) for _ in range(2))
    reindexed = run_wp8("reindex", env=index)

    warning = (
        "wp8: not searched, since it cannot be read: second.docx: is no zip file, or is damaged\n"
    )
    assert first.stdout == second.stdout == "third:1\tA page of words.\n"
    assert first.stderr == f"wp8: built the index: 3 records of 3 documents\n{warning}"
    assert (second.stderr, second.exit_code) == (warning, 0)
    assert reindexed.exit_code == 2
    assert reindexed.stdout.startswith("3 records of 3 documents in ")
    assert reindexed.stderr == (
        "wp8: not indexed: second.docx: is no zip file, or is damaged\n     save it again\n"
    )

    (own / "third.pdf").write_bytes(b"damaged")
    both = run_wp8("search", "friend", env=index)
    assert both.stdout == "first-letter:1\tDear friend.\n"
    assert "2 documents (wp8 reindex says why): second.docx: is no zip" in both.stderr

    (own / "second.docx").write_bytes(whole)
    (own / "third.pdf").write_bytes((files / "third.pdf").read_bytes())
    healed = run_wp8("search", "page OR word", "--sort", "document", env=index)
    assert healed.stdout == "second:1\tWord.\nthird:1\tA page of words.\n"
    assert healed.stderr == "wp8: built the index: 4 records of 4 documents\n"


def test_where_no_source_can_be_read_it_is_an_error(run_wp8: Runner, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (tmp_path / "x.md").write_text("Text.")
    run_wp8("init", str(own), str(tmp_path / "x.md"))
    (own / "x.md").unlink()

    for command in (["search", "text"], ["reindex"]):
        result = run_wp8(*command, "--corpus", str(own))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"wp8: {own}/x.md: there is no such file\n"


def test_an_export_of_a_reference_manager_becomes_a_corpus(run_wp8: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The harbor opens in the spring of the year.\n")
    (tmp_path / "b.txt").write_text("The harbor opens: in the spring of the year!\n")
    entry = "TY  - BOOK\nID  - {}\nTI  - {}\nAU  - Roe, Ann\nPY  - 2021\nLA  - en\n{}ER  -\n"
    (tmp_path / "library.ris").write_text(
        entry.format("roe2021", "Salt", "L1  - a.txt\nL1  - b.pdf\n")
        + entry.format("roe2022", "Sand", "L1  - b.txt\n")
        + entry.format("roe2023", "Sea", "")
    )
    made_of(tmp_path / "texts", {"c.md": "The ships came in the autumn.", "d.docx": "x"})
    folder = tmp_path / "new"
    made = run_wp8("init", "new", "texts", "--from", "library.ris", cwd=tmp_path)
    home = run_wp8.having(WP8_CORPUS=str(folder), WP8_INDEX=str(tmp_path / "index"))

    assert (made.stdout, made.exit_code) == (
        "roe2021\tSalt\ta.txt\tcopied\n"
        f"roe2021\tSalt\ta.txt\t{tmp_path}/b.txt has the same text, and is not added\n"
        "c\tc (from the name)\tc.md\tcopied\n",
        2,
    )
    assert made.stderr == (
        "wp8: language not known of 1 document: no other forms of their words are found\n"
        '     name it in corpus.toml, as in: language = "en"\n'
        "wp8: not added, since the corpus has their texts: 1 file\n"
        "     --anyway adds them\n"
        "wp8: library.ris: names no file of roe2023\n"
        "wp8: not added: roe2021: b.pdf: there is no such file\n"
        "wp8: not added: texts/d.docx: is no zip file, or is damaged\n"
        "     save it again\n"
        "wp8: next: wp8 search WORD --corpus new\n"
    )
    assert home("cite", "roe2021", "--style", "pandoc").stdout == "[@roe2021]\n"
    assert home("search", "harbour", "--where", "author:roe", "--ids").stdout == "roe2021:1\n"
    assert home("update").stderr == "wp8: no file has changed\n"


def made_of(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_what_of_a_folder_is_left_out_is_said_by_its_reason(
    run_wp8: Runner, tmp_path: Path
) -> None:
    texts = made_of(
        tmp_path / "texts",
        {"a.md": "One text.", "b/a.md": "Two texts.", "c.txt": "One text!", "d.md": "", "e.md": " ",
         "f.docx": "x", "g.png": "", "h.png": "", "README": ""},
    )  # fmt: skip

    made = run_wp8("init", "own", "texts", cwd=tmp_path)

    assert (made.exit_code, made.stdout) == (
        2,
        "a\ta (from the name)\ta.md\tcopied\n"
        "b-a\ta (from the name)\tb/a.md\tcopied\n"
        "a\ta (from the name)\ta.md\ttexts/c.txt has the same text, and is not added\n",
    )
    assert made.stderr == (
        "wp8: language not known of 2 documents: no other forms of their words are found\n"
        '     name it in corpus.toml, as in: language = "en"\n'
        "wp8: not added, since the corpus has their texts: 1 file\n"
        "     --anyway adds them\n"
        "wp8: passed over: 3 files of other suffixes (.png 2, none 1)\n"
        "wp8: not added, 2 files: has no text\n"
        "       texts/d.md\n"
        "       texts/e.md\n"
        "wp8: not added: texts/f.docx: is no zip file, or is damaged\n"
        "     save it again\n"
        "wp8: next: wp8 search WORD --corpus own\n"
    )
    assert (texts / "c.txt").exists()


def test_a_long_batch_is_shown_on_a_terminal_in_part_and_in_a_pipe_whole(
    run_wp8: Runner, tmp_path: Path
) -> None:
    texts = made_of(tmp_path / "texts", {f"{n}.txt": f"Text {n}." for n in range(41)})
    made_of(texts, {f"empty{n}.txt": "" for n in range(25)})

    screen = run_wp8.on_terminal("init", str(tmp_path / "own"), str(texts), stderr_too=True)
    again = run_wp8("add", str(texts), "--corpus", str(tmp_path / "own"))

    assert screen.text.count(" · copied") == 20
    said = " ".join(screen.text.split())
    assert "wp8: 21 more: wp8 docs --corpus " in said
    assert screen.text.count("empty") == 20
    assert "wp8: not added, 5 files more: with 2>FILE all are named there" in said
    assert again.stdout.count("\tis there already\n") == 41
    assert again.stderr.count("empty") == 25


def test_where_nothing_can_be_read_nothing_is_made(run_wp8: Runner, tmp_path: Path) -> None:
    made_of(tmp_path / "texts", {"a.png": ""})

    made = run_wp8("init", "own", "texts", cwd=tmp_path)

    assert (made.exit_code, made.stdout) == (2, "")
    assert made.stderr == (
        "wp8: passed over: 1 file of other suffixes (.png 1)\n"
        "wp8: there is no file that wp8 can read\n"
    )
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("answer", ["y", "n"])
def test_whether_a_newer_copy_replaces_the_older_is_asked_on_a_terminal(
    run_wp8: Runner, tmp_path: Path, answer: str
) -> None:
    own, newer = tmp_path / "own", tmp_path / "a.md"
    newer.write_text("A text.")
    run_wp8("init", str(own), str(newer))
    newer.write_text("A longer text.")

    piped = run_wp8("add", str(newer), "--corpus", str(own))
    asked = run_wp8.on_terminal(
        "add", str(newer), "--corpus", str(own), stderr_too=True, typed=f"{answer}\n".encode()
    )

    assert (piped.exit_code, piped.stdout) == (2, "")
    assert piped.stderr == (
        f"wp8: not added: {newer} (a): differs from the copy that the corpus has\n"
        "     a newer copy replaces it with --replace; another text is added with --anyway\n"
    )
    assert "     let them replace these? [y/N] " in asked.text
    assert ("newer copy in its place" in asked.text) == (answer == "y")
    assert asked.exit_code == (0 if answer == "y" else 2)
    assert (own / "a.md").read_text() == ("A longer text." if answer == "y" else "A text.")
    assert [d["id"] for d in manifest(own)] == ["a"]


def test_a_title_that_only_stands_over_a_text_is_taken_from_there(
    run_wp8: Runner, tmp_path: Path
) -> None:
    (tmp_path / "a.rtf").write_text(
        r"{\rtf1{\outlinelevel0 The sea, 1921\par}{\outlinelevel1 Dawn\par}We left.\par}"
    )
    (tmp_path / "b.rtf").write_text(
        r"{\rtf1{\outlinelevel0 Dawn\par}We saw it.\par{\outlinelevel0 Noon\par}No more.\par}"
    )
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Home</w:t></w:r></w:p>'
    text = "<w:p><w:r><w:t>At last.</w:t></w:r></w:p>"
    style = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    parts = {
        "docProps/core.xml": "<none/>",
        "word/styles.xml": f"<w:styles {WORD}>{style}</w:styles>",
    }
    word = docx(heading + text, **parts)
    (tmp_path / "c.docx").write_bytes(word)

    made = run_wp8("init", "own", "a.rtf", "b.rtf", "c.docx", cwd=tmp_path)

    assert made.stdout == (
        "a\tThe sea, 1921\ta.rtf\tcopied\n"
        "b\tb (from the name)\tb.rtf\tcopied\n"
        "c\tHome\tc.docx\tcopied\n"
    )


def test_a_work_of_a_library_without_a_title_takes_none_from_its_text(
    run_wp8: Runner, tmp_path: Path
) -> None:
    (tmp_path / "a.rtf").write_text(r"{\rtf1{\outlinelevel0 The sea\par}We left.\par}")
    (tmp_path / "own.ris").write_text(
        "TY  - BOOK\nID  - roe\nAU  - Roe, Ann\nL1  - a.rtf\nER  - \n"
    )

    made = run_wp8("init", "own", "--from", "own.ris", cwd=tmp_path)

    assert made.stdout == "roe\ta (from the name)\ta.rtf\tcopied\n"
    assert manifest(tmp_path / "own")[0]["title"] == "a"
