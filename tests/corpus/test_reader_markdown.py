"""The layout `markdown`: what a reader of the page sees, and nothing of it lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.corpus.document import Corpus, Document
from wp8.corpus.readers.block import Block
from wp8.corpus.readers.markdown import find, read
from wp8.corpus.records import read_document

SHIPPED = Path(__file__).parents[2] / "corpus"


def told(source: str) -> list[tuple[str, str]]:
    """Return the kind and the text of each block, a paragraph's kind left out."""
    return [(block.kind.removeprefix("paragraph"), block.text) for block in read(source)]


def test_headings_are_underlined_or_have_number_signs() -> None:
    source = (
        "The *First*\nHeading\n=====\n\nText.\n\nThe Second\n---\n\n"
        "### 3 [Ways](x.md) & `more` ###\n####### no heading\n#nor this\n\n    # nor this\n"
    )

    assert [(b.kind, b.section, b.text, b.lines) for b in read(source)] == [
        ("heading", "The First Heading", "The First Heading", (1, 3)),
        ("paragraph", "The First Heading", "Text.", (5, 5)),
        ("heading", "The Second", "The Second", (7, 8)),
        ("heading", "3 Ways & more", "3 Ways & more", (10, 10)),
        ("paragraph", "3 Ways & more", "####### no heading #nor this", (11, 12)),
        ("paragraph", "3 Ways & more", "# nor this", (14, 14)),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("self-**made** and *em*phasis", "self-made and emphasis"),
        ("~~old~~ new", "old new"),
        ("2*3*4, 2 * 3, *2*", "2*3*4, 2 * 3, 2"),
        ("the [plan *of* 1921](https://x.org/a_b \"a title\").", "the plan of 1921."),
        ("a [named][r], a [r] and a [r][].\n\n[r]: https://x.org/a \"T\"", "a named, a r and a r."),
        ("![a *map*](map.png) of it", "a map of it"),
        ("[![a map](map.png)](https://x.org)", "a map"),
        ("see <https://x.org/a_b_c> or <mail@x.org>", "see https://x.org/a_b_c or mail@x.org"),
        ("see https://x.org/a_b_c", "see https://x.org/a_b_c"),
        ("run `ls *.md` and ``a`b``", "run ls *.md and a`b"),
        (r"1\*2\* a\_b \# \[x\] \q", r"1*2* a_b # [x] \q"),
        ("A &amp; B &#8212; &eacute; &nothing; AT&T", "A & B — é &nothing; AT&T"),
        ("one  \ntwo\\\nthree\nfour", "one two three four"),
        ("a <b>bold</b> <i class='x'>word</i><br>and <!-- gone --> on", "a bold word and on"),
        ("a <!-- gone\nfor good --> word", "a word"),
        ("<laughter> he <Sea and Land> said", "<laughter> he <Sea and Land> said"),
        ("<Listing n='1'>a <x>b</x></Listing> <x>", "a b"),
        ("a < b > c, x<y", "a < b > c, x<y"),
        ("“a” -- 'b' ... \"c\" (c)", "“a” -- 'b' ... \"c\" (c)"),
        ("[Applause]: prolonged", "[Applause]: prolonged"),
        ("[not a link] (nor this)", "[not a link] (nor this)"),
        ("a\tb", "a b"),
        ("text^[", "text^["),
        ("<!-- never closed\n\nText.", "<!-- never closed Text."),
    ],
)  # fmt: skip
def test_a_text_is_what_a_reader_sees(source: str, text: str) -> None:
    assert told(source) == [("", text)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[[Sea]], [[Sea|the *sea*]], [[Sea#Tides]], [[#Tides]] and [[Sea#^a1|here]]",
         "Sea, the *sea*, Sea > Tides, Tides and here"),
        ("![[map.png]]![[map.png|100x50]]![[Sea]] ![[map.png|a map]]", "a map"),
        ("coal %%not steel%% and%% nor tin %% gas", "coal and%% nor tin %% gas"),
        ("a ==marked *word*== here", "a marked word here"),
        ("H~2~O, 2^10^, the 19^th^ and ^14^C", "H2O, 210, the 19th and 14C"),
        ("$a_1 * b_2*$ and $$\n\\sum_i\n$$ {#eq-1}", "a_1 * b_2* and \\sum_i"),
        ("a [plan *of* steel]{.smallcaps #p k=\"v w\"} and []{#q}.", "a plan of steel and ."),
        ("[a](b){target=_blank} ![c](d){width=5%} `e`{.r} *f*{: .g}", "a c e f"),
        ("{ref}`label` {doc}`The sea <sea>`", "label The sea"),
        ("{{< ref a >}}a {{% b %}}sea{{% /b %}} {% if c %}of{% endif %} coal", "a sea of coal"),
        ('{{< figure src="a.png" caption="A map" >}}', "A map"),
        ("[the sea]({% link a.md %}), [land]({{ site.url }}/b \"t\")", "the sea, land"),
        ("{% comment %}\n\nno\n\n{% endcomment %}\n\nyes", "yes"),
        ("The end. ^a1b2c3", "The end."),
        ("(the-sea)=\nThe sea.\n{: .blue }", "The sea."),
    ],
)  # fmt: skip
def test_signs_of_other_dialects_are_no_text(source: str, text: str) -> None:
    assert told(source) == [("", text)]


@pytest.mark.parametrize(
    "text",
    [
        "for $5, 5$ or US$5 and A$6, from $5 to 10$, in $HOME and $PATH",
        "snake_case, 2*3*4, 2^3^4, a^b, H2~O, 1~2~3, x[1], x[[1]], [[ -f x ]], C# and #1",
        "{braces}, {a: 1}, {:ok, x}, {{ name }}, [@key, p. 3], @key, a == b == c, x==y==z",
        "100%% of 50%% and %%d or %%s",
        "y = x ^2",
        ":::::::) and : no term",
        "[^1][^2] and ^^",
        "about\u0020~ 5 or\n~ 6",
        "::ok",
        "| one bar",
        "[[[x]]] and [[ x ]]",
    ],
)
def test_what_a_text_says_literally_is_text(text: str) -> None:
    assert told(text) == [("", text.replace("\n", " "))]


def test_a_definition_list_has_its_terms_and_definitions() -> None:
    source = "Coal\n:   Black.\n:   *Hard*.\n\n    Burns.\n\nTin\n\n~ Soft[^1].\n\n[^1]: N.\n"

    assert [(b.kind, b.text, b.lines) for b in read(source)] == [
        ("paragraph", "Coal", (1, 1)),
        ("paragraph", "Black.", (2, 2)),
        ("paragraph", "Hard.", (3, 3)),
        ("paragraph", "Burns.", (5, 5)),
        ("paragraph", "Tin", (7, 7)),
        ("paragraph", "Soft.", (9, 9)),
        ("note", "N.", (11, 11)),
    ]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("::: {.note #a}\nOne.\n\n:::: two\n- Two.\n::::\n:::\nThree.", ["One.", "Two.", "Three."]),
        (":::note[The title]\nOne.\n:::\n\n:::{figure} a.png\n:name: b\nTwo.\n:::",
         ["The title", "One.", "Two."]),
        ('::: {.callout-tip title="The title"}\nOne.\n:::', ["The title", "One."]),
        ("```{note} The *title*\n:class: a\n\n# One\n\n- two\n```\nThree.",
         ["The title", "One", "two", "Three."]),
        ("> [!note] The title\n> One.\n\n> [!TIP]-\n> Two.\n\n> [!x]",
         ["The title", "One.", "Two."]),
        ("| The sea is wide\n|    and blue\n  and deep\n|\n| and cold.",
         ["The sea is wide and blue and deep and cold."]),
        ("%%\nno\n\n# no\n%%\n\n%% no %%\nyes %% no %%\n\n%%\nno end", ["yes", "%% no end"]),
        ("{% highlight c %}\n*a*\n# b\n{% endhighlight %}\nc\n"
         "{{< highlight go >}}\n_d_\n{{< /highlight >}}",
         ["*a* # b", "c", "_d_"]),
        ("- [ ] one\n- [x] two\n- [x](a) three", ["one", "two", "x three"]),
        ("# The sea {#sea .blue}\n\nThe land {-}\n---\n\n# A {set}",
         ["The sea", "The land", "A {set}"]),
        ("[TOC]\n\n\\newpage\n\n{:toc}\n\n- a\n{:toc}\n\n[[_TOC_]]", ["a"]),
        ("```{=html}\n<p>one</p>\n```", ["one"]),
        ("One:\n\\begin{align*}\na_1 *b* \\\\\n\n\\end{align*}\ntwo \\begin{x}",
         ["One:", r"\begin{align*} a_1 *b* \\ \end{align*}", r"two \begin{x}"]),
    ],
)  # fmt: skip
def test_blocks_of_other_dialects_have_their_paragraphs(source: str, texts: list[str]) -> None:
    assert [text for _, text in told(source)] == texts


DRAWN = {
    "a grid": """\
+--------+-------+
| Good   | Tons  |
+:=======+======:+
| 石炭   | $10   |
| coal   |       |
+--------+-------+
| steel  | 5[^1] |
+--------+-------+
""",
    "columns": """\
    Good     Tons
  -------   ------
    石炭      $10
   steel    5[^1]
""",
    "columns without a head": """\
-------   ------
  石炭      $10
 steel    5[^1]
-------   ------
""",
    "rows of several lines": """\
-----------------
 Good      Tons
-------   ------
  石炭      $10
  coal

 steel    5[^1]
-----------------
""",
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawn_table_has_a_row_for_each_row(name: str) -> None:
    source = f"Before.\n\n{DRAWN[name]}\n: The goods {{#tbl-1}}\n\n[^1]: N.\n"

    coal = "石炭 coal\t$10" if "coal" in source else "石炭\t$10"
    head = [("table_caption", 0, "Good\tTons")] * ("Good" in source)
    assert [(b.kind, b.number, b.text) for b in read(source)] == [
        ("paragraph", None, "Before."),
        *head,
        ("table_row", 1, coal),
        ("table_row", 2, "steel\t5"),
        ("note", 1, "N."),
        ("table_caption", None, "The goods"),
    ]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("    a    b\n    --   --\n    c    d\n", ["a    b --   -- c    d"]),
        ("a long line\n--   -------\nc    d", ["a long line", "c    d"]),
        ("one\n\n--- ---\n\ntwo\n\n--- ---\n", ["one", "two"]),
        ("+---+---+\n| a     |\n+---+---+", ["+---+---+ | a     | +---+---+"]),
        ("+---+\n| a |\n", ["+---+ | a |"]),
    ],
)
def test_what_only_resembles_a_drawn_table_is_text(source: str, texts: list[str]) -> None:
    assert [text for _, text in told(source)] == texts


def test_html_has_the_rows_of_its_tables() -> None:
    source = (
        "<table>\n<tr><th>Good<th>Tons</tr>\n<tr><td>coal</td><td></td></tr>\n</table>\n\n"
        "<table><tr><td><p>one</p><td>two</table>\n\n<table><tr><td>a<td>b</table>\n"
    )

    assert [(b.kind, b.table, b.number, b.text, b.lines) for b in read(source)] == [
        ("table_caption", 1, 0, "Good\tTons", (2, 2)),
        ("table_row", 1, 1, "coal\t", (3, 3)),
        ("paragraph", None, None, "one", (6, 6)),
        ("paragraph", None, None, "two", (6, 6)),
        ("table_row", 2, 1, "a\tb", (8, 8)),
    ]


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("- one\n- two *and*\n  more\n", ["one", "two and more"]),
        ("* one\n\n* two\n\n  two still\n", ["one", "two", "two still"]),
        ("Before:\n+ one\n  - inner\n    1. deep\n    2. deeper\n+ two",
         ["Before:", "one", "inner", "deep", "deeper", "two"]),
        ("1. one\n2. two", ["one", "two"]),
        ("1) one\n\n2) two", ["one", "two"]),
        ("1914. The war began.", ["1914. The war began."]),
        ("1. On the sea\n\nText.\n\n2. On the land\n\nText.",
         ["1. On the sea", "Text.", "2. On the land", "Text."]),
        ("7. seven\n8. eight", ["7. seven", "8. eight"]),
        ("7.", ["7."]),
        ("- - 7. one\n- # two", ["7. one", "two"]),
        ("- one\n\n      code\n\n  > quoted\n", ["one", "code", "quoted"]),
        ("-\n", []),
    ],
)  # fmt: skip
def test_an_item_is_a_paragraph_without_its_mark(source: str, items: list[str]) -> None:
    assert [text for _, text in told(source)] == items


def test_thematic_breaks_are_no_text() -> None:
    assert told("a\n\n***\n\n- - -\n\nb\n\n____\n") == [("", "a"), ("", "b")]
    assert told("****") == []


def test_a_code_block_is_one_paragraph_and_no_heading() -> None:
    source = "```python\n# one\n\n  two\n```\n\n~~~\n> three\n~~~\n\n    - four\n\n    five\n"

    assert list(read(source)) == [
        Block("paragraph", "# one two", (1, 5), breaks=((6, 4),), code=((0, 9),)),
        Block("paragraph", "> three", (7, 9), code=((0, 7),)),
        Block("paragraph", "- four five", (11, 13), breaks=((7, 13),), code=((0, 11),)),
    ]


def test_a_block_quotation_has_its_paragraphs_and_headings() -> None:
    source = "> # Head\n> one\nlazy\n>\n> > two\n> - three\n\nBetween.\n\n> four\n"

    assert [(b.kind, b.text, b.lines, b.quotation) for b in read(source)] == [
        ("heading", "Head", (1, 1), 1),
        ("paragraph", "one lazy", (2, 3), 1),
        ("paragraph", "two", (5, 5), 1),
        ("paragraph", "three", (6, 6), 1),
        ("paragraph", "Between.", (8, 8), None),
        ("paragraph", "four", (10, 10), 2),
    ]


def test_a_table_has_a_row_for_each_row_and_its_notes_after_it() -> None:
    source = (
        "| Good | *Tons* |\n| :--- | ---: |\n| coal | 10[^1] |\n| a \\| b |\n\n"
        "Good | Tons\n---|---\ntea | 2 | and more |\n\n[^1]: Of it.\n"
    )

    assert [(b.kind, b.table, b.number, b.text, b.lines) for b in read(source)] == [
        ("table_caption", 1, 0, "Good\tTons", (1, 1)),
        ("table_row", 1, 1, "coal\t10", (3, 3)),
        ("table_row", 1, 2, "a | b\t", (4, 4)),
        ("note", None, 1, "Of it.", (10, 10)),
        ("table_caption", 2, 0, "Good\tTons", (6, 6)),
        ("table_row", 2, 1, "tea\t2\tand more", (8, 8)),
    ]


def test_a_table_without_a_head_has_no_header() -> None:
    assert told("| | |\n|-|-|\n| a | b |\n") == [("table_row", "a\tb")]


def test_a_note_has_several_paragraphs_and_notes_of_its_own(tmp_path: Path) -> None:
    source = (
        "# Head[^h]\n\nOne^[inline *note*] and two[^b].\n\n"
        "[^b]: See\n    more[^c].\n\n    - an item\n\n    ```\n    code\n    ```\n"
        "[^c]:\n    Below.\n[^h]: Of the head.\n"
    )
    (tmp_path / "x").write_text(source)
    document = Document("x", "x", "markdown", "X")

    records = read_document(Corpus("x", tmp_path, (document,), ""), document)

    assert [(r.id, r.text, r.lines, r.notes, r.cited_by, r.cited_at) for r in records] == [
        ("x:h1", "Head", (1, 1), ("x:n1",), None, None),
        ("x:n1", "Of the head.", (15, 15), (), "x:h1", 4),
        ("x:1", "One and two.", (3, 3), ("x:n2", "x:n3"), None, None),
        ("x:n2", "inline note", (3, 3), (), "x:1", 3),
        ("x:n3", "See more. an item code", (5, 12), ("x:n4",), "x:1", 11),
        ("x:n4", "Below.", (13, 14), (), "x:n3", 8),
    ]


def test_notes_that_nothing_cites_are_text_with_their_labels() -> None:
    source = "A[^no].\n\n[^a]: One[^b].\n\n    More.\n\n[^b]: Two[^a].\n\n[^c]: <!-- none -->\n"

    assert told(source) == [
        ("", "A[^no]."),
        ("", "[^a]: One[^b]."),
        ("", "More."),
        ("", "[^b]: Two[^a]."),
    ]


def test_html_has_its_paragraphs_and_headings_without_what_is_hidden() -> None:
    source = (
        "<div>\n<h1>A <i>head</i></h1>\n<p>one\ntwo &amp; <b>three</b></p>four<br>five\n"
        "<!-- <p>gone</p>\n--><table><tr><td>a</td><td>b</td></tr></table>\n</div>\n\n"
        "<script>\n\nvar gone;\n</script>\n\n<style>p {}</style>\n\n*six*\n"
    )

    assert [(b.kind, b.text, b.lines) for b in read(source)] == [
        ("heading", "A head", (2, 2)),
        ("paragraph", "one two & three", (3, 4)),
        ("paragraph", "four five", (4, 4)),
        ("table_row", "a\tb", (6, 6)),
        ("paragraph", "six", (16, 16)),
    ]


def test_the_lines_of_a_paragraph_are_counted_past_code_and_tags_of_several_lines() -> None:
    source = (
        "\n\none `two\nthree` <span\nclass=x>four</span>\n\\*five*\n[six\nseven](\nx.md) e\\\nnd\n"
    )

    (block,) = read(source)

    assert block.text == "one two three four *five* six seven e nd"
    assert [(block.text[place:].split()[0], line) for place, line in block.breaks] == [
        ("*five*", 6),
        ("six", 7),
        ("seven", 8),
        ("nd", 10),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path, end: str) -> None:
    source = "---\ntitle: T\n---\n\nHead\n===\n\n- a\n- b[^1]\n\n[^1]: c\n"
    document = Document("x", "x", "markdown", "X")
    corpus = Corpus("x", tmp_path, (document,), "")
    (tmp_path / "x").write_bytes(source.encode())
    plain = read_document(corpus, document)

    (tmp_path / "x").write_bytes(("\ufeff" + source.replace("\n", end)).encode())

    assert read_document(corpus, document) == plain
    assert [record.text for record in plain] == ["Head", "a", "b", "c"]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("Text.\n\nThe *Sea* &\nLand\n====\n", "The Sea & Land"),
        ("```\n# code\n```\n\n## The [Sea](x.md)[^1] ##\n\n# Land\n\n[^1]: N\n", "The Sea"),
        ("    # code\n", ""),
    ],
)
def test_the_first_heading_is_the_title(source: str, title: str) -> None:
    assert find(source)["title"] == title


@pytest.mark.parametrize(
    ("source", "title", "texts"),
    [
        ('{\n  "title": "The Sea"\n}\n\nText.', "The Sea", ["Text."]),
        ("{\nno front matter\n}\n\nText.", "", ["{ no front matter }", "Text."]),
        ("%% no title %%\n\n# The Sea {#sea}\n", "The Sea", ["The Sea"]),
    ],
)
def test_front_matter_may_be_json_and_a_comment_is_none(
    source: str, title: str, texts: list[str]
) -> None:
    assert find(source).get("title", "") == title
    assert [text for _, text in told(source)] == texts


@pytest.mark.parametrize("opener", ["> ", "- ", "1. ", "* > "])
def test_what_is_too_deep_for_the_parser_is_text(opener: str) -> None:
    (block,) = read(opener * 200 + "the end\n")

    assert block.text.endswith("the end")


def test_a_list_of_lists_has_all_its_items() -> None:
    lines = [f"{'  ' * min(depth, 11)}- item {depth}" for depth in range(30)]

    assert [text for _, text in told("\n".join(lines))] == [f"item {n}" for n in range(30)]


@pytest.mark.parametrize(("opener", "closer"), [("![", "](b)"), ("[", "](b)"), ("^[", "]")])
@pytest.mark.parametrize("depth", [5, 10, 20, 30, 40, 1000])
def test_pictures_and_notes_in_each_other_end(opener: str, closer: str, depth: int) -> None:
    blocks = list(read(f"x {opener * depth}the end{closer * depth}\n"))

    assert sum("the end" in block.text for block in blocks) == 1


WORDS = st.lists(st.sampled_from(["sea", "Land", "coal-mine", "1921", "é", "로동"]), min_size=1)
INLINE = {
    "{}": "{}",
    "*{}*": "{}",
    "**{}**": "{}",
    "[{}](x_y.md)": "{}",
    "`{}`": "{}",
    "<b>{}</b>": "{}",
    "{}<!-- no -->": "{}",
}
BLOCKS = {
    "{}": "{}",
    "# {}": "{}",
    "{}\n---": "{}",
    "> {}": "{}",
    "- {}": "{}",
    "- - {}": "{}",
    "```\n{}\n```": None,
    "<p>{}</p>": None,
}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([*BLOCKS]), st.sampled_from([*INLINE]), WORDS.map(" ".join)),
        max_size=12,
    )
)
def test_every_block_is_one_record_of_its_words(made: list[tuple[str, str, str]]) -> None:
    source = "\n\n<!-- -->\n\n".join(
        block.format(words if BLOCKS[block] is None else inline.format(words))
        for block, inline, words in made
    )

    assert [block.text for block in read(source)] == [words for _, _, words in made]


SIGNS = (
    *("\n", "\n\n", "- ", "1. ", "7. ", "> ", "    ", "# ", "---\n", "\\", "&amp;", "*", "**", "`"),
    *("[^a]", "[^a]: ", "^[", "]", "[x](y)", "![", "](", "[r]: /x\n", "[r]", "<p>", "</p>", "<br>"),
    *("| a | b |\n|---|---|\n| c |", "word ", "word\n"),
    *("==", "$", "%%x", "{.a}", "[[", "]]", "{{< x >}}", ":::\n", ":   ", "\n| "),
    *("---  ---\n", "----\n", "+--+\n", "<tr>", "<td>", "> [!x] ", "```{note} "),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=30).map(lambda signs: "\n" + "".join(signs)))
def test_no_word_is_lost_and_every_place_is_in_its_block(source: str) -> None:
    blocks = list(read(source))

    assert sum(block.text.count("word") for block in blocks) == source.count("word")
    notes = {block.number for block in blocks if block.kind == "note"}
    for block in blocks:
        first, last = block.lines
        assert 1 <= first <= last <= source.count("\n") + 1
        assert all(note in notes and 0 <= at <= len(block.text) for note, at in block.marks)
        assert all(0 <= start < end <= len(block.text) for start, end in block.code)
        assert list(block.breaks) == sorted(block.breaks)
        assert all(0 < at < len(block.text) and first <= n <= last for at, n in block.breaks)


def test_the_shipped_corpus_is_read_without_the_parsers() -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from wp8.corpus.manifest import load_corpus\n"
        "from wp8.corpus.records import read_records\n"
        f"print(len(read_records(load_corpus(Path({str(SHIPPED)!r})))))\n"
        "print(*{'markdown_it', 'mdit_py_plugins', 'yaml'}.intersection(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "187\n\n"
