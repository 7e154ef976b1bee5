"""Names of persons, on texts with names of several languages: all that are there, nobody else."""

from __future__ import annotations

import re
import unicodedata
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pytest

from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.advice import advise
from wp8.query.search import Question, search

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def backend_of(texts: Sequence[str]) -> MemoryBackend:
    return MemoryBackend(
        Record(f"a:{n}", "a", "paragraph", "", n, None, text, "a.txt", (n, n))
        for n, text in enumerate(texts, start=1)
    )


class Person(NamedTuple):
    """A name as (family, given), each with the parts it has."""

    family: str
    given: str


def persons(names: str) -> list[Person]:
    return [Person(*name.split(", ")) for name in names.strip().split("\n")]


HOUSE = persons("""\
May, Theresa
Green, Damian
Shapps, Grant
Long-Bailey, Rebecca
Sunak, Rishi
Jones, Alice
Jones, Darren
Smith, John
Smith, Cat
Brown, Gordon
Hunt, Jeremy
Gove, Michael
Fox, Liam
Rees-Mogg, Jacob
Abbott, Diane
Reed, Steve
O'Brien, Neil
Cooper, Yvette
Benn, Hilary
Starmer, Keir
Bridgen, Andrew
Rose, Mary""")
MAINTAINERS = persons("""\
Jackson, Ian
Allbery, Russ
Nussbaum, Lucas
McIntyre, Steve
Zini, Enrico
Ferrari, Martín
Lamb, Chris
Wise, Paul
Hertzog, Raphaël
Gevers, Norbert
Langasek, Steve
Garbee, Bdale
Towns, Anthony
Appaji, Praveen
Tille, Andreas
Hess, Joey
Murdock, Ian
Carter, Jonathan""")
AUTHORS = persons("""\
García Márquez, Gabriel
Vargas Llosa, Mario
Ruiz Zafón, Carlos
Fuentes, Carlos
Xi, Jinping
Hu, Jintao
Wen, Jiabao
Nguyễn, Phú Trọng
Trần, Đại Quang
Võ, Văn Thưởng
Abe, Shinzō
Tanaka, Kakuei
Kim, Dae-jung
Kim, Young-sam
Park, Geun-hye
Ban, Ki-moon
Le Guin, Ursula
Kennedy, John F.
Tolkien, J. R. R.""")


PRESS = persons("""\
Merkel, Angela
Scholz, Olaf
Macron, Emmanuel
Bennet, Elizabeth
Bingley, Caroline
Bingley, Charles
van Beethoven, Ludwig
von Goethe, Johann Wolfgang
Bach, Johann Sebastian
de Gaulle, Charles
Ortega y Gasset, José
von der Leyen, Ursula
Tolkien, J. R. R.
Lewis, C. S.
O'Casey, Sean
Zhou, Enlai""")


def debates() -> Iterator[str]:
    """Prose: a full name first, then the family name, and words that are names elsewhere."""
    names = [f"{p.given} {p.family}" for p in HOUSE]
    for place, (person, name) in enumerate(zip(HOUSE, names, strict=True)):
        yield f"The House heard {name}. Thereupon {person.family} moved that it be done."
        yield f"Present were {names[place - 1]}, {names[place - 2]} and {names[place - 3]}."
    yield "We may hunt the fox on a green hill; the rose is brown; may we do that."
    yield ", ".join(names) + "."


def lists() -> Iterator[str]:
    for place, person in enumerate(MAINTAINERS):
        other = MAINTAINERS[place - 1]
        yield f"* {person.given} {person.family} <{person.family.lower()}@example.org>"
        yield f"Thanks to {person.given} {person.family} and {other.given} {other.family}."
    yield "; ".join(f"{p.given} {p.family}" for p in MAINTAINERS)


def bibliography() -> Iterator[str]:
    for place, person in enumerate(AUTHORS):
        other = AUTHORS[place - 1]
        yield f"{person.family}, {person.given}. Collected Works. Second edition, 1999."
        yield f"{person.family}, {person.given}; {other.family}, {other.given}: Letters, 2001"
    yield "\n".join(f"{p.family}, {p.given}, {n}, {n + 5}" for n, p in enumerate(AUTHORS))


def without_particles(family: str) -> str:
    return re.sub(r"^([a-z]+ )+", "", family)


def press() -> Iterator[str]:
    """Prose in which anybody is also named by the family or the given name alone."""
    for place, person in enumerate(PRESS):
        other, third = PRESS[place - 4], PRESS[place - 7]
        alone, others = without_particles(person.family), without_particles(other.family)
        name = f"{person.given} {person.family}"
        yield f"In those years {name} spoke in Berlin, Germany, and in West Germany."
        yield f"{name} succeeded {others}; later {alone} met {third.given} {third.family}."
        yield f"Then {alone} and {others} agreed, and so did {third.given.split()[0]}."
    yield "; ".join(f"{p.given} {p.family}" for p in PRESS)


CORPORA = {
    "press": (PRESS, backend_of(list(press()))),
    "house": (HOUSE, backend_of(list(debates()))),
    "maintainers": (MAINTAINERS, backend_of(list(lists()))),
    "authors": (AUTHORS, backend_of(list(bibliography()))),
}


def spellings(person: Person) -> list[str]:
    """A name open, hyphened, its parts solid, in capitals, reversed with a comma or without."""
    family, given = person
    western, eastern = f"{given} {family}", f"{family} {given}"
    inner = re.sub(r"[ -]", "", given)
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", western) if not unicodedata.combining(c)
    )
    found = [western, eastern, f"{family}, {given}", western.upper(), f"{family}, {given}".upper()]
    found += [western.lower(), f"{inner} {family}", western.replace(" ", "-"), bare]
    if "." in given:
        return [western, f"{family}, {given}", western.upper()]
    return found if re.search("'| y ", family) else [*found, re.sub(r"[ '-]", "", western)]


def key(person: Person) -> str:
    return "".join(filter(str.isalpha, f"{person.given}{person.family}".casefold()))


@pytest.mark.parametrize("name", CORPORA)
def test_a_name_is_found_as_often_however_it_is_typed(name: str) -> None:
    known, backend = CORPORA[name]
    for person in known:
        found = {s: search(s, backend=backend).occurrences for s in spellings(person)}

        assert set(found.values()) == {found[f"{person.given} {person.family}"]}, found
        assert min(found.values()) >= 3, found


ALONE = backend_of(
    [
        "Then Angela Merkel spoke in Berlin, and Will Smith in West Germany.",
        "Olaf Scholz succeeded Merkel. How will Smith decide? Adam Smith did.",
        "Germany and Merkel won; Olaf Scholz went to China.",
        "Ludwig van Beethoven; Beethoven, Ludwig van. Johann Bach heard Beethoven.",
        "Kim Ilsung, Kim Il Sung. J.R.R. Tolkien, J. R. R. Tolkien, JRR Tolkien. R. Lewis.",
        "Then Kim Ch'aek met Teng Hsiao-p'ing and Teng Hsiaoping; Pak Aek.",
    ]
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # The given name of one and the family of another, although this stands alone too.
        ("Olaf Merkel", []),
        ("MERKEL, OLAF", []),
        ("Olaf Scholz Merkel", ["Olaf Scholz", "Merkel", "Merkel", "Olaf Scholz"]),
        # A country is nobody's family.
        ("Merkel Germany", ["Merkel", "Germany", "Germany", "Merkel"]),
        ("Olaf Germany", ["Germany", "Olaf"]),
        # A word of grammar is a part of a name that the texts have.
        ("Will Smith", ["Will Smith", "will Smith"]),
        ("Will Merkel", []),
        ("Ludwig van Beethoven", ["Ludwig van Beethoven", "Beethoven, Ludwig van"]),
        ("Beethoven, Ludwig van", ["Ludwig van Beethoven", "Beethoven, Ludwig van"]),
        ("Ludwig Beethoven", ["Ludwig van Beethoven", "Beethoven, Ludwig"]),
        ("Johann Beethoven", []),
        ("Johann van Beethoven", []),
        ("Kim Ilsung", ["Kim Ilsung", "Kim Il Sung"]),
        ("Kim Il-sung", ["Kim Ilsung", "Kim Il Sung"]),
        ("J. R. R. Tolkien", ["J.R.R. Tolkien", "J. R. R. Tolkien", "JRR Tolkien"]),
        ("Tolkien, J.R.R.", ["J.R.R. Tolkien", "J. R. R. Tolkien", "JRR Tolkien"]),
        ("JRR Tolkien", ["J.R.R. Tolkien", "J. R. R. Tolkien", "JRR Tolkien"]),
        ("J. R. R. Lewis", []),
        ("Kim Chaek", ["Kim Ch'aek"]),
        ("Teng Hsiao-p'ing", ["Teng Hsiao-p'ing", "Teng Hsiaoping"]),
        ("TENG HSIAOPING", ["Teng Hsiao-p'ing", "Teng Hsiaoping"]),
        ("Pak Ch'aek", []),
        ("Kim Hsiaoping", []),
    ],
)
def test_a_name_is_nobody_elses(query: str, expected: list[str]) -> None:
    assert marked(query, ALONE) == expected


BEGUN = backend_of(
    [
        "May was wet. May Trelawney measured it; June Okafor did not, nor did Grace Abernathy.",
        "Will Marlowe resigned. Grace wrote to Marlowe. Will Quorn agree? Then Holm Quorn came.",
        "Benjamin N'Diaye and Declan O'Doherty met the NGO, and then Ngô Thị Lan.",
        "Will Parliament, led by Mr. Holm, agree? So asked June Okafor.",
    ]
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # A word of grammar begins a name with which a sentence begins that asks nothing.
        ("May Trelawney", ["May Trelawney"]),
        ("June Trelawney", []),
        ("June Parliament", ["Parliament", "June"]),
        ("Grace Marlowe", []),
        ("May Abernathy", []),
        ("Grace Quorn", []),
        # What an apostrophe leaves of a word, typed solid.
        ("Benjamin NDiaye", ["Benjamin N'Diaye"]),
        ("ODoherty, Declan", ["Declan O'Doherty"]),
        # A family in capitals that is an acronym elsewhere.
        ("NGÔ, Thị Lan", ["Ngô Thị Lan"]),
        ("NGO, Declan", ["Declan", "NGO"]),
    ],
)
def test_a_name_begins_a_sentence_or_has_an_apostrophe(query: str, expected: list[str]) -> None:
    assert marked(query, BEGUN) == expected


BESIDE = backend_of(
    [
        "Angela Merkel met President Olaf Scholz of North Korea, and Bill Carter, in Berlin.",
        "The Security Council of the United Nations; the Political Bureau, a Planning Department.",
        "John F. Kennedy met George H. W. Bush.",
    ]
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # Two persons, or a person and a place, typed one after the other.
        ("Angela Merkel Olaf Scholz", 1),
        ("Merkel Scholz", 1),
        ("Merkel North Korea", 1),
        ("Korea Merkel Berlin", 1),
        # A title is no part of a name.
        ("President Carter", 1),
        ("United Nations Security Council", 1),
        ("Bureau Department", 1),
        # Initials may be left out.
        ("John Kennedy", 1),
        ("Bush, George", 1),
        ("George Kennedy", 0),
        ("Olaf Merkel", 0),
        ("Angela Carter", 0),
    ],
)
def test_what_no_text_has_as_one_name_is_several_or_nobody(query: str, found: int) -> None:
    assert search(query, backend=BESIDE).total == found


ORDERS = backend_of(
    [
        "Inés Robledo Saura met Tomás Robledo Cuesta. Robledo Cuesta, Tomás, Actas.",
        "Brigid Maeve O'Halloran; O'Halloran, Brigid Maeve, Songs. Kang Yong Rim spoke.",
        "Salma al-Khatib and Yusuf ibn Idris al-Rashidi in Aleppo. Khatib, Salma al-, Letters.",
        "Ter Horst, Hendrik, Dijken; Berg, Maria van den, Molens. Hendrik ter Horst; De Wit.",
        "Kelemen Zsolt and Zsolt Kelemen; Baranyai Lőrinc and Lőrinc Baranyai.",
        "The Logical Volume Manager. Will Harcourt paid, and Will Harcourt drew; Anneke de Wit.",
    ]
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # A family of several words, first or before a comma.
        ("Robledo Saura Inés", ["Inés Robledo Saura"]),
        ("Robledo Cuesta, Tomás", ["Tomás Robledo Cuesta", "Robledo Cuesta, Tomás"]),
        ("O'Halloran, Brigid Maeve", ["Brigid Maeve O'Halloran", "O'Halloran, Brigid Maeve"]),
        ("O'HALLORAN BRIGID MAEVE", ["Brigid Maeve O'Halloran", "O'Halloran, Brigid Maeve"]),
        ("al-Khatib, Salma", ["Salma al-Khatib", "Khatib, Salma al"]),
        ("Khatib, Salma al-", ["Salma al-Khatib", "Khatib, Salma al"]),
        ("al-Rashidi Yusuf ibn Idris", ["Yusuf ibn Idris al-Rashidi"]),
        ("van den Berg, Maria", ["Berg, Maria van den"]),
        ("Horst, Hendrik", ["Ter Horst, Hendrik", "Hendrik ter Horst"]),
        # A family by itself.
        ("Aleppo al-Rashidi", ["al-Rashidi", "Aleppo"]),
        ("al-Rashidi's", ["al-Rashidi"]),
        # What the texts have between two words of one name.
        ("Tomás Robledo", ["Tomás Robledo", "Robledo Cuesta, Tomás"]),
        ("Inés Saura", ["Inés Robledo Saura"]),
        ("Brigid O'Halloran", ["Brigid Maeve O'Halloran", "O'Halloran, Brigid"]),
        ("Yusuf al-Rashidi", ["Yusuf ibn Idris al-Rashidi"]),
        ("Logical Manager", ["Logical Volume Manager"]),
        # Yong Rim is one part.
        ("Kang Rim", []),
        ("Tomás Saura", []),
        # Given names and families that the texts have in both orders.
        ("Zsolt Baranyai", []),
        ("Kelemen Lőrinc", []),
        # Words of grammar and particles among capitals alone.
        ("Will Robledo", []),
        ("Robledo Will", []),
        ("Will Harcourt", ["Will Harcourt", "Will Harcourt"]),
        ("de Harcourt", []),
        ("de Wit", ["De Wit", "de Wit"]),
    ],
)
def test_a_name_has_parts_that_are_whole(query: str, expected: list[str]) -> None:
    assert marked(query, ORDERS) == expected


def test_two_words_that_are_nobody_are_offered_as_two_words() -> None:
    backend = backend_of(["Micro Devices and Radeon Boards.", "Radeon Boards."])

    assert search("Micro Boards", backend=backend).total == 0
    assert advise(Question("Micro Boards"), backend=backend)[-1].query == "Micro AND Boards"


def test_initials_are_initials_in_small_letters() -> None:
    backend = backend_of(["A. Q. Lockridge fell. A.Q. Lockridge rose."])

    assert marked("lockridge a. q.", backend) == ["A. Q. Lockridge", "A.Q. Lockridge"]
    assert marked("b. lockridge", backend) == []


def test_particles_in_capitals_are_no_acronym() -> None:
    backend = backend_of(["Osama bin Laden left. Bin Laden was found."])

    assert marked("BIN LADEN", backend) == ["bin Laden", "Bin Laden"]


def test_where_nouns_have_capitals_two_are_no_name() -> None:
    text = "Zwei Flaschen Wein, ein Pfund Butter und ein Stück Käse lagen auf dem Tisch in Wien."
    record = Record("a:1", "a", "paragraph", "", 1, None, text, "a.txt", (1, 1), language="lb")

    assert marked("Wein Käse", MemoryBackend([record])) == ["Wein", "Käse"]


def test_no_form_of_a_verb_is_found_in_a_name() -> None:
    record = Record(
        *(
            "a:1",
            "a",
            "paragraph",
            "",
            1,
            None,
            "Jo Yong-won won; they win. Won.",
        ),
        *("a.txt", (1, 1)),
        language="en",
    )
    backend = MemoryBackend([record])

    assert marked("win", backend) == ["won", "win", "Won"]
    assert marked("won", backend) == ["won", "won", "win", "Won"]


ENUMERATION = (
    "Present were Kim Tok-Hun, Kim Jae-ryong and Jo Yong-won. Jo Yong-won won. Kim Yong Nam spoke.",
    "Alice Brown, John Smith (ed.). Smith said: yes. Brown, Alice; Xi Jinping. The Party met Xi.",
    "Then the Congress of the Party met. Kim Yong Chol and the Party Congress.",
)
LISTED = backend_of(ENUMERATION)


def marked(query: str, backend: MemoryBackend = LISTED) -> list[str]:
    hits = sorted(search(query, backend=backend).hits, key=lambda hit: hit.record.number)
    return [hit.record.text[start:end] for hit in hits for start, end in hit.highlights]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Kim Tokhun", ["Kim Tok-Hun"]),
        ("Tok-Hun Kim", ["Kim Tok-Hun"]),
        ("KIM, JAE RYONG", ["Kim Jae-ryong"]),
        # A comma ends a name, and a word is a part of one where it stands in one.
        ("Hun Kim", []),
        ("Kim Won", []),
        ("Kim Yong-won", []),
        ("Kim Yong Won", []),
        ("kim yong won", []),
        ("Yong won Kim", []),
        ("Jo Yong Won", ["Jo Yong-won", "Jo Yong-won"]),
        # Smith and Brown are also named alone.
        ("John Smith", ["John Smith"]),
        ("Smith, John", ["John Smith"]),
        ("Alice Brown", ["Alice Brown", "Brown, Alice"]),
        ("brown, alice", ["Alice Brown", "Brown, Alice"]),
        ("John Brown", []),
        ("Alice Smith", []),
        ("Alice Brown's", ["Alice Brown", "Brown, Alice"]),
        # What is asked about somebody.
        ("Kim Yong Chol Congress", ["Congress", "Kim Yong Chol", "Congress"]),
        ("Kim Tok-Hun Jo Yong-won", ["Kim Tok-Hun", "Jo Yong-won", "Jo Yong-won"]),
    ],
)
def test_a_name_ends_where_the_texts_end_it(query: str, expected: list[str]) -> None:
    assert marked(query) == expected


def test_a_name_in_quotation_marks_is_words_in_a_row() -> None:
    assert marked('"Kim Jae ryong and Jo"') == ["Kim Jae-ryong and Jo"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("김정은", 2),
        ("김정은의", 2),
        ("Kim Jung-eun", 2),
        ("KIM JUNGEUN", 2),
        ("Kim Chŏng-ŭn plan", 1),
        ("Kim Jong-un", 2),
        ("Kim Jung-il", 0),
    ],
)
def test_a_variant_that_no_text_has_finds_the_person(typed: str, expected: int) -> None:
    backend = backend_of(["Kim Jong Un spoke.", "A plan of Kim Jong Un.", "Kim Yong Nam."])
    glossary = [("Kim Jong Un", "김정은", "Kim Chŏng-ŭn", "Kim Jung-eun")]

    result = search(typed, backend=backend, glossary=glossary)

    assert result.total == expected
    assert result.by_variants == (bool(expected) and typed != "Kim Jong-un")


@pytest.mark.slow
@pytest.mark.parametrize("name", CORPORA)
def test_nobody_is_found_by_parts_of_other_names(name: str) -> None:
    known, backend = CORPORA[name]
    real = set(map(key, known))
    found = []
    for (i, one), (j, other) in product(enumerate(known), enumerate(known)):
        person = Person(one.family, other.given)
        if key(person) in real:
            continue
        # Every family name and every given name is typed in each way.
        typed = (
            f"{person.given} {person.family}",
            f"{person.family}, {person.given}",
            f"{person.given} {person.family}".upper(),
        )[(i + j) % 3]
        if total := search(typed, backend=backend).total:
            found.append((typed, total))

    assert found == []
