"""Fields of documents in queries: how they are typed, and which documents they mean."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import pytest

from wp8.corpus.document import Document
from wp8.corpus.item import dates
from wp8.corpus.metadata.values import columns
from wp8.errors import QueryError, UnknownNameError
from wp8.query.fields import spans
from wp8.query.fields.catalogue import Catalogue, written
from wp8.query.language.named import no_such
from wp8.query.language.parser import parse
from wp8.query.tree import Field, Not, Or, Run, Typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wp8.query.tree import Node

KIM, LENIN = Field("author", "Kim Jong Un"), Field("author", "Lenin")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('author:"Kim Jong Un"', KIM),
        ('author:"Kim Jong Un",Lenin', Or((KIM, LENIN))),
        ('author:(Lenin OR "Kim Jong Un")', Or((LENIN, KIM))),
        ("author:(Lenin NOT Kim)", Run((LENIN, Not(Field("author", "Kim"))))),
        ("Author:Lenin,", Field("Author", "Lenin")),
        ("author:Lenin, plan", Run((LENIN, Typed("word", "plan")))),
        ("plan -author:Lenin", Run((Typed("word", "plan"), Not(LENIN)))),
        ("date:[2019 TO 2021]", Field("date", "2019..2021")),
        ("date:>=2019-05", Field("date", ">=2019-05")),
        ('date:>="12 May 2019"', Field("date", ">=12 May 2019")),
        (
            "date:(<“12 May 2019” OR >2020)",
            Or((Field("date", "<12 May 2019"), Field("date", ">2020"))),
        ),
        ("kind:note,heading", Or((Field("kind", "note"), Field("kind", "heading")))),
        ("section:one,two", Field("section", "one,two")),
        ("archive-box:7", Field("archive-box", "7")),
        ("http://x.org/a:b", Typed("word", "http://x.org/a:b")),
        ("14:30", Typed("word", "14:30")),
        ("Genesis 1:3", Run((Typed("word", "Genesis"), Typed("word", "1:3")))),
        ("plan: steel", Run((Typed("word", "plan:"), Typed("word", "steel")))),
    ],
)
def test_fields_are_read_as_other_tools_write_them(query: str, tree: Node) -> None:
    assert parse(query) == tree
    assert parse(str(parse(query))) == tree


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("2019", (20190101, 20191231)),
        ("2019-05", (20190501, 20190531)),
        ("2019-05-07", (20190507, 20190507)),
        ("1848~", (18480101, 18481231)),
        ("190X", (19000101, 19091231)),
        ("1950s", (19500101, 19591231)),
        ("19XX", (19000101, 19991231)),
        ("2019..2021-02", (20190101, 20210231)),
        ("..2019", (-inf, 20191231)),
        ("1945..", (19450101, inf)),
        ("1942/1944", (19420101, 19441231)),
        ("1945/..", (19450101, inf)),
        (">=2019-05", (20190501, inf)),
        ("<=2019", (-inf, 20191231)),
        ("-0044", (-439899, -438769)),
    ],
)
def test_a_date_stands_for_all_of_its_days(typed: str, span: tuple[float, float]) -> None:
    assert spans.asked(typed, spans.days) == span
    assert spans.read(spans.written(span)) == span


@pytest.mark.parametrize(
    ("date", "year", "decade"),
    [
        ("-0044-03-15", "-0044", "-0050s"),
        ("0987", "0987", "0980s"),
        ("1942/1951", "1942–1951", "1940s–1950s"),
        ("1950/..", "1950–", "1950s–"),
    ],
)
def test_years_have_labels_that_can_be_asked_for(date: str, year: str, decade: str) -> None:
    span = spans.days(date)

    assert [spans.years(span), spans.years(span, 10)] == [year, decade]
    assert spans.meet(span, spans.days(dates.text(year)))


@pytest.mark.parametrize(
    "typed", ["", "..", "spring", "2019-13", "2019-05-32", "2021..2019", ">", "12345", "2019-05-"]
)
def test_what_is_no_date_is_none(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it says no more than that
        spans.asked(typed, spans.days)


@pytest.mark.parametrize(("typed", "found"), [(">2019", "2020"), ("<2020", "2019")])
def test_a_date_that_is_to_be_later_has_none_of_the_days(typed: str, found: str) -> None:
    years = ("2018-12-31", "2019", "2020", "2021-01-01")
    wanted = spans.asked(typed, spans.days)

    met = [year for year in years if spans.meet(spans.days(year), wanted)]

    assert found in met
    assert {"2019": "2020", "2020": "2019"}[found] not in met


def document(id_: str, title: str = "A Text", **more: object) -> Document:
    """A document with what is stated of it; `own` are its fields of the corpus's own."""
    said = {name: value for name, value in more.items() if name not in ("own", "language")}
    own: Mapping[str, str | list[str]] = more.get("own", {})  # type: ignore[assignment]
    language = str(more.get("language", ""))
    return Document(id_, f"{id_}.txt", "text", title, language=language, stated=said, fields=own)


DOCUMENTS = (
    document(
        "speech",
        "On Économie and Self-Reliance",
        author="Kim, Jong Un",
        issued="2021-01-12",
        type="speech",
        language="ko-KP",
        own={"voice": ["Pak Pong-ju", "김정은"], "box": "12"},
    ),
    document(
        "paper",
        author=[{"name": "김정은", "family": "김"}, "Ann Roe"],
        issued="2019",
        language="en",
    ),
    document("letters", issued="1942/1944", own={"box": "7.5", "voice": "Ri"}),
    document("undated", issued="in the spring", own={"Archive-Box": "x"}),
)
KEYS = {"speech": "kim2021", "paper": "kim2019"}
SUBCORPORA = {
    "postwar": "date:1945..",
    "kims": "author:Kim in:postwar",
    "one": "in:two",
    "two": "in:one",
}


def catalogue(notes: list[str] | None = None) -> Catalogue:
    """What is said of `DOCUMENTS`."""
    ids = [each.id for each in DOCUMENTS]
    content = written("sha256:0", ids, SUBCORPORA, columns(DOCUMENTS, KEYS))
    return Catalogue(
        content,
        (notes if notes is not None else []).append,
        lambda: {"letters": "de"},
        dates.text,
        [("Great Comrade", "Kim Jong Un"), ("plan", "계획")],
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("author:Kim", "speech paper"),
        ("author:kim -author:Roe", "speech"),
        ('author:"Jong Un"', "speech paper"),
        ('author:"Kim Jong-un"', "speech paper"),
        ("author:김정은", "speech paper"),
        ('author:"김 정은"', "speech paper"),
        ('author:"Great Comrade"', "speech paper"),
        ("author:Comrade", ""),
        ("author:/k.m|ro[ae]/", "speech paper"),
        ("title:/sel/", ""),
        ('author:"Kim Jeong-eun"', "paper"),
        ('author:"Roe, Ann"', ""),
        ('author:"Ann Roe"', "paper"),
        ("author:K*", "speech paper"),
        ("author:*", "speech paper"),
        ("-author:*", "letters undated"),
        ("author:im", ""),
        ("title:economie", "speech"),
        ('title:"self reliance"', "speech"),
        ("title:self-rel*", "speech"),
        ("title:reliance*", "speech"),
        ("title:rel*nce", "speech"),
        ('title:"on * and s*l*f"', "speech"),
        ("title:l*l", ""),
        ("title:?ext", "paper letters undated"),
        ("doc:*e*e*", "speech letters"),
        ("TITLE:text", "paper letters undated"),
        ("date:2021", "speech"),
        ("date:2021-01", "speech"),
        ("date:2021-01-13", ""),
        ('date:"12 January 2021"', "speech"),
        ('date:"May 2019..12 January 2021"', "speech paper"),
        ('date:">=12 January 2021"', "speech"),
        ("year:1942–1944", "letters"),
        ("date:2019–", "speech paper"),
        ("date:..2019", "paper letters"),
        ("year:1943", "letters"),
        ("date:1944-12..1950", "letters"),
        ("decade:1940s", "letters"),
        ("date:2019..2021", "speech paper"),
        ("date:>2019", "speech"),
        ("date:*", "speech paper letters undated"),
        ("date:2019,1942", "paper letters"),
        ("type:speech", "speech"),
        ("language:ko", "speech"),
        ("language:KO-kp", "speech"),
        ("language:kor", "speech"),
        ("language:Korean", "speech"),
        ("language:german", "letters"),
        ("language:de", "letters"),
        ("key:kim2021", "speech"),
        ("doc:p*", "paper"),
        ("doc:paper,speech", "speech paper"),
        ("voice:pak", "speech"),
        ('voice:"Pak Pong Ju" OR voice:ri', "speech letters"),
        ("box:>=8", "speech"),
        ("box:7..12", "speech letters"),
        ("box:>7.5", "speech"),
        ("archive-box:X", "undated"),
        ("archive_box:x", "undated"),
        ("in:postwar", "speech paper"),
        ("in:kims -doc:speech", "paper"),
        ("NOT (in:kims OR date:1942)", "undated"),
    ],
)
def test_fields_mean_documents(query: str, found: str) -> None:
    chosen = catalogue().chosen(query)

    assert [id_ for id_ in catalogue().documents if id_ in chosen] == found.split()


def test_a_pattern_of_many_signs_takes_no_longer() -> None:
    long = document("a", " ".join(["a" * 200] * 50))
    known = Catalogue(written("sha256:0", ["a"], {}, columns([long], {})))

    assert known.chosen(f"title:{'a*' * 60}b") == frozenset()
    assert known.chosen(f"title:{'a*' * 60}a") == {"a"}


@pytest.mark.parametrize(
    ("query", "error", "message", "hint"),
    [
        ("auther:Kim", UnknownNameError, "there is no field auther", "did you mean author? the f"),
        ("speech:12", UnknownNameError, "there is no field speech", "wp8 show speech:12; the fi"),
        ("date:soon", QueryError, "date takes a date or a range, not soon", "date:2019-05..2021"),
        ("box:small", QueryError, "box takes a number or a range, not small", "box:>=3"),
        ("in:pastwar", UnknownNameError, "the corpus has no subcorpus pastwar", "postwar"),
        ("in:one", QueryError, "the subcorpus one is made of itself", "one → two → one"),
        ("doc:speach", UnknownNameError, "the corpus has no document speach", "mean speech?"),
        ("kind:note", QueryError, "kind: is of paragraphs, and here are doc", "use --kind"),
        ("plan", QueryError, "documents are chosen by their fields, not by the text: plan", "Kim"),
        ('author:""', QueryError, "author: has no value", "author:*"),
    ],
)
def test_what_cannot_be_meant_is_said(
    query: str, error: type[QueryError], message: str, hint: str
) -> None:
    with pytest.raises(error) as caught:
        catalogue().chosen(query)

    assert caught.value.message.startswith(message)
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("author:Kimm", "no document has author:Kimm: did you mean kim?"),
        ("year:1900", "no document has year:1900; there is 1942–1944, 2019, 2021"),
        ("publisher:x", "there is no field"),
    ],
)
def test_a_value_that_nothing_has_is_named_once(query: str, note: str) -> None:
    notes: list[str] = []
    known = catalogue(notes)
    if note.startswith("there"):
        with pytest.raises(UnknownNameError, match=note):
            known.chosen(query)
        return

    assert known.chosen(query) == known.chosen(query) == frozenset()
    assert notes == [note]


def test_of_many_values_that_nothing_has_a_few_are_named() -> None:
    notes: list[str] = []
    catalogue(notes).chosen(" OR ".join(f"author:a{number}" for number in range(9)))

    assert len(notes) == 6
    assert notes[-1] == "and no document has some more of the fields that are asked for"


def test_documents_stand_in_the_order_of_a_field_and_last_without_it() -> None:
    def order(name: str) -> list[str]:
        places = catalogue().places(name)
        return sorted(places, key=places.__getitem__)

    assert order("date") == ["letters", "paper", "speech", "undated"]
    assert order("author") == ["paper", "speech", "letters", "undated"]
    assert order("title") == ["paper", "letters", "undated", "speech"]
    assert order("document") == ["letters", "paper", "speech", "undated"]


def test_fields_are_described_by_kind_and_values() -> None:
    notes: list[str] = []
    rows = {name: rest for name, *rest in catalogue(notes).described()}

    assert rows["box"] == ["number", 2, 2, "12, 7.5"]
    assert rows["date"] == ["date", 4, 4, "1942/1944, 2019, 2021-01-12, in the spring"]
    assert rows["author"] == ["name", 2, 3, "Ann Roe, Jong Un Kim, 김정은"]
    assert rows["archive_box"] == ["text", 1, 1, "x"]
    assert rows["in:kims"] == ["subcorpus", 2, 1, "author:Kim in:postwar"]
    assert rows["in:one"] == ["subcorpus", 0, 1, "in:two"]
    assert notes[0] == "in:one: the subcorpus one is made of itself"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("year", [("2021",), ("2019",), ("1942–1944",), ()]),
        ("decade", [("2020s",), ("2010s",), ("1940s",), ()]),
        ("author", [("Jong Un Kim",), ("김정은", "Ann Roe"), (), ()]),
        ("language", [("ko-KP",), ("en",), ("de",), ()]),
        ("Archive-Box", [(), (), (), ("x",)]),
    ],
)
def test_documents_have_values(name: str, values: list[tuple[str, ...]]) -> None:
    assert catalogue().values(name) == values


def test_of_what_no_record_has_nothing_is_listed() -> None:
    error = no_such("speaker", "Hamlet", ())

    assert error.message == "the corpus has no speaker Hamlet"
    assert error.hint == "none of its records has a speaker"


def test_a_document_is_in_subcorpora() -> None:
    ids = [each.id for each in DOCUMENTS]
    said = {"postwar": "date:1945..", "kims": "author:Kim", "old": "date:..1900"}
    known = Catalogue(written("sha256:0", ids, said, columns(DOCUMENTS, KEYS)))

    assert known.values("in") == [("postwar", "kims"), ("postwar", "kims"), (), ()]


@pytest.mark.parametrize("name", ["doc", "speaker"])
def test_documents_are_not_counted_by_what_is_of_paragraphs(name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        catalogue().values(name)

    assert caught.value.message == f"there is no field {name}"
    listed = (caught.value.hint or "").partition("the fields are ")[2].split(", ")
    assert {"document", "author", "in"} <= {*listed}
    assert name not in listed


def test_what_is_said_keeps_to_its_cell() -> None:
    hostile = document("a", "one\ttwo\nthree\x1ffour\x1b[31m", own={"voice": "x\r\ny"})
    content = written("sha256:0", ["a"], {"s\t": "title:one\n"}, columns([hostile], {}))
    known = Catalogue(content)

    assert known.values("title") == [("one two three four␛[31m",)]
    assert known.values("voice") == [("x y",)]
    assert known.chosen('title:"two three four"') == {"a"}
