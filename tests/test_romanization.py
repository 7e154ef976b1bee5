from __future__ import annotations

import pytest

from wp8.words.romanization import romanized


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("김정은", "김정은, Kim Chŏng-ŭn, Gim Jeong-eun, Kim Jeong-eun, Kim Jung-eun, Kim Jong Un"),
        ("오수용", "오수용, O Su-yong, Oh Su-yong"),
        # The South writes 리 and 룡 as 이 and 용.
        ("리일환", "리일환, Ri Il-hwan, 이일환, I Il-hwan, Lee Il-hwan"),
        (
            "최룡해",
            "최룡해, Ch'oe Ryong-hae, Choe Ryong-hae, Choi Ryong-hae, "
            "최용해, Ch'oe Yong-hae, Choe Yong-hae, Choi Yong-hae",
        ),
        ("허담", "허담, Hŏ Tam, Heo Dam, Hu Dam"),
    ],
)
def test_a_korean_name_in_every_romanization(name: str, expected: str) -> None:
    assert romanized(name) == expected.split(", ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # By the tables of McCune and Reischauer: voiced after a vowel and after n, m, ng, l.
        ("김덕훈", "Kim Tŏk-hun"),
        ("김기남", "Kim Ki-nam"),
        ("박봉주", "Pak Pong-ju"),
        ("오일정", "O Il-chŏng"),
        ("박철근", "Pak Ch'ŏl-gŭn"),
        ("정경택", "Chŏng Kyŏng-t'aek"),
        ("전현철", "Chŏn Hyŏn-ch'ŏl"),
        # As they sound: lateral, nasal, carried over.
        ("김천리", "Kim Ch'ŏl-li"),
        ("박일남", "Pak Il-lam"),
        ("김종률", "Kim Chong-nyul"),
        ("박옥란", "Pak Ong-nan"),
        ("김학만", "Kim Hang-man"),
        ("김학인", "Kim Ha-gin"),
        ("김영애", "Kim Yŏng-ae"),
    ],
)
def test_mccune_reischauer_writes_how_a_name_sounds(name: str, expected: str) -> None:
    assert romanized(name)[1] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("박봉주", "Pak Pong Ju"),
        ("김덕훈", "Kim Tok Hun"),
        ("박태성", "Pak Thae Song"),
        ("조용원", "Jo Yong Won"),
        ("최선희", "Choe Son Hui"),
    ],
)
def test_the_press_of_the_north_writes_syllable_by_syllable(name: str, expected: str) -> None:
    assert expected.casefold() in {
        form.casefold().replace("-", " ").replace("ŏ", "o").replace("ŭ", "u")
        for form in romanized(name)
    }


@pytest.mark.parametrize("name", ["", "김", "김정은이", "Kim", "金正恩", "김 정은"])
def test_what_is_no_korean_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name or "^$"):
        romanized(name)
