"""The commands that help to ask: similar, glossary, help, completion; and --variants."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner


def test_what_is_similar_comes_with_the_words_that_tie_it(run_wp8: Runner) -> None:
    lines = run_wp8("similar", "speech:55", "--limit", "2").stdout.splitlines()

    assert [line.split("\t")[0] for line in lines] == ["speech:56", "speech:53"]
    assert {"provincial", "county", "city"} <= set(lines[1].split("\t")[2].split(", "))


def test_what_is_similar_has_every_format(run_wp8: Runner) -> None:
    whole = json.loads(run_wp8("similar", "speech:55", "--json").stdout)
    lines = run_wp8("similar", "speech:55", "--format", "jsonl").stdout.splitlines()
    table = run_wp8("similar", "speech:55", "--format", "csv").stdout.splitlines()

    assert whole["schema"] == "wp8.similar/1"
    ids = [similar["id"] for similar in whole["similar"]]
    assert [json.loads(line)["id"] for line in lines] == ids
    assert [line.split(",")[0] for line in table[1:]] == ids


def test_what_is_similar_says_what_it_rests_on(run_wp8: Runner) -> None:
    whole = json.loads(run_wp8("similar", "paper:II.3", "--limit", "2", "--json").stdout)
    beside = run_wp8("similar", "paper:II.3", "--limit", "2").stderr.splitlines()

    assert whole["parameters"]["id"] == "paper:10"
    assert whole["parameters"]["records"] == 187
    assert "cosine" in whole["formulas"]["score"]
    assert (len(whole["similar"]), whole["total"]) == (2, int(whole["stamp"].split("#")[1][:3]))
    assert beside[-2:] == [
        f"wp8: stamp: {whole['stamp']}",
        f"wp8: 2 of {whole['total']} records; --limit {whole['total']} shows all",
    ]
    assert "similar paper:10 --limit 2 #" in whole["stamp"]


def test_the_stamp_of_what_is_similar_can_be_checked(run_wp8: Runner) -> None:
    stamp = json.loads(run_wp8("similar", "speech:55", "--json").stdout)["stamp"]

    assert run_wp8("check", stamp).stdout == "same\n"
    assert run_wp8("check", stamp.replace("speech:55", "speech:54")).exit_code == 1


def test_where_nothing_is_similar_or_parallel_that_is_said_and_stamped(
    run_wp8: Runner, tmp_path: Path
) -> None:
    for name, text in (("a", "Iron fell."), ("b", "The hills rose.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    entry = '[[document]]\nid = "{0}"\nfile = "{0}.txt"\ntitle = "T"\nlanguage = "en"\n'
    manifest = f'name = "t"\n{entry.format("a")}{entry.format("b")}'
    (tmp_path / "corpus.toml").write_text(manifest, encoding="utf-8")
    run = run_wp8.having(WP8_CORPUS=str(tmp_path))
    parallels, similar = run("parallels"), run("similar", "a:1")

    assert (similar.stdout, similar.exit_code) == ("", 1)
    assert similar.stderr.startswith("wp8: id: a:1; counted: tokens but function words")
    assert ":similar a:1 #0-" in similar.stderr.splitlines()[-2]
    said = "wp8: no record is like a:1: none has a word of it that not all have\n"
    assert similar.stderr.endswith(said)
    assert json.loads(run("similar", "a:1", "--json").stdout)["similar"] == []
    assert (parallels.stdout, parallels.exit_code) == ("", 1)
    assert ":parallels #0-" in parallels.stderr.splitlines()[-2]
    assert parallels.stderr.endswith("wp8: 0 pairs of passages\n")


def test_what_is_similar_is_asked_of_one_record(run_wp8: Runner) -> None:
    done = run_wp8("similar", "speech")

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr == "wp8: speech is not one record\n     for example speech:b1\n"


def test_the_glossary_lists_the_groups_of_a_term(run_wp8: Runner) -> None:
    done = run_wp8("glossary", "Shinmun")

    assert done.stdout.splitlines()[0] == (
        "Rodong Sinmun | Rodong Shinmun | 로동신문 | 노동신문 | Nodong Sinmun"
    )
    assert len(json.loads(run_wp8("glossary", "--json").stdout)["groups"]) == 50


def test_a_term_that_the_glossary_lacks_is_no_hit(run_wp8: Runner) -> None:
    done = run_wp8("glossary", "zebra")

    assert (done.stdout, done.exit_code) == ("", 1)
    assert done.stderr == "wp8: no group has zebra; wp8 glossary lists them all\n"


@pytest.mark.parametrize("terms", [(), ("zebra",)])
def test_a_corpus_without_a_glossary_is_said_to_have_none(
    run_mini: Runner, terms: tuple[str, ...]
) -> None:
    done = run_mini("glossary", *terms)

    assert (done.stdout, done.exit_code) == ("", 1)
    assert done.stderr == (
        "wp8: the corpus has no glossary.toml in its folder; docs/queries.md says what one has\n"
    )


def test_fields_to_count_by_are_named_with_the_section(run_mini: Runner) -> None:
    done = run_mini("search", "plan", "--by", "zzz")

    assert done.stderr.splitlines()[1].startswith("     the fields are document, section, ")


def test_variants_are_counted_on_stderr_and_in_json(run_wp8: Runner) -> None:
    done = run_wp8("search", "Juche", "--variants", "--ids", "--sort", "document", "--kind", "note")

    assert (done.stdout, done.exit_code) == ("paper:n1\n", 0)
    assert done.stderr == (
        "wp8: paragraphs (occurrences) of each form: Juche 0 (0), 주체 1 (1), chuch'e 0 (0)\n"
    )
    forms = json.loads(run_wp8("search", "Juche", "--variants", "--json").stdout)["forms"]
    assert forms[1] == {"form": "주체", "hits": 1, "occurrences": 1}


def test_a_typed_variant_finds_the_person_and_says_so(run_wp8: Runner) -> None:
    done = run_wp8("search", "Choi Ryong-hae", "--ids")

    assert (done.stdout, done.exit_code) == ("paper:t1.2\n", 0)
    assert done.stderr.splitlines()[0] == (
        "wp8: no paragraph has Choi Ryong-hae: searched for its variants, "
        "found Choe Ryong-hae, Ch'oe Ryong-hae"
    )


def test_what_variants_would_add_is_said(run_wp8: Runner) -> None:
    stderr = run_wp8("search", "Juche", "--doc", "paper", "--doc", "speech", "--ids").stderr

    assert stderr == "wp8: 1 paragraph more with other forms of these words: --variants\n"


def test_the_help_of_the_language_aligns_hangul(run_wp8: Runner) -> None:
    lines = run_wp8("help", "query").stdout.splitlines()

    assert "제8차대회                        whatever" in "\n".join(lines)


@pytest.mark.parametrize("command", ["search", "kwic", "completion"])
def test_help_of_a_command_is_its_help(run_wp8: Runner, command: str) -> None:
    assert run_wp8("help", command).stdout == run_wp8(command, "-h").stdout


def test_help_of_what_is_no_topic_is_an_error(run_wp8: Runner) -> None:
    assert run_wp8("help", "zebra").exit_code == 2


def test_help_alone_is_the_help(run_wp8: Runner) -> None:
    assert run_wp8("help").stdout == run_wp8("-h").stdout


def test_an_explanation_says_what_was_folded(run_wp8: Runner) -> None:
    stderr = run_wp8("search", "Kim Jŏng-ŭn", "--explain", "--count").stderr

    assert "  Jŏng, folded: jong\n" in stderr
