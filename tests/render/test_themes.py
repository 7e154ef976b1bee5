"""Styles stand in one table: each theme has every role, can be read, and is written alike."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from rich.color import ColorSystem
from rich.color_triplet import ColorTriplet
from rich.default_styles import DEFAULT_STYLES
from rich.errors import StyleSyntaxError
from rich.style import Style

import wp8
from wp8.render.themes import DEFAULT, END, STYLES, THEMES, sequence, style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

PACKAGE: Final = Path(wp8.__file__).parent
# What themes are made for: white and paper, black and dark grey.
BEHIND: Final = {
    "light": (ColorTriplet(255, 255, 255), ColorTriplet(253, 246, 227)),
    "dark": (ColorTriplet(0, 0, 0), ColorTriplet(40, 40, 40)),
}
# Of the 16, those that no usual palette has too near to black or to white.
ON_ANY: Final = {"red", "green", "magenta", "cyan"}
# Roles, and what is a style of Rich's by chance: a colour that is none, and a letter.
OTHERWISE: Final = {*STYLES, "default", "S"}


def luminance(color: ColorTriplet) -> float:
    """Return how bright a colour is (WCAG 2.1)."""
    parts = (part / 255 for part in color)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted(luminance(color) + 0.05 for color in (one, other))
    return high / low


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_has_every_role_and_a_pipe_gets_the_style_of_a_view(theme: str) -> None:
    written = {role: f"{sequence(role, theme)}x{END}" for role in STYLES}
    shown = {
        role: Style.parse(style(role, theme)).render("x", color_system=ColorSystem.EIGHT_BIT)
        for role in STYLES
    }

    def codes(texts: dict[str, str]) -> dict[str, list[str]]:
        return {role: sorted(re.split(r"[\[;m]", text)) for role, text in texts.items()}

    assert {len(styles) for styles in STYLES.values()} == {len(THEMES)}
    assert codes(written) == codes(shown)
    assert "\x1b[m" not in "".join(written.values())


@pytest.mark.parametrize("theme", BEHIND)
def test_each_colour_is_told_from_what_is_behind_it(theme: str) -> None:
    colors = {style(role, theme): Style.parse(style(role, theme)).color for role in STYLES}
    pale = [
        (said, round(ratio, 1))
        for said, color in colors.items()
        if color
        for behind in BEHIND[theme]
        if (ratio := contrast(color.get_truecolor(), behind)) < 4.5
    ]

    assert pale == []


def test_the_default_has_colours_of_the_terminal_that_are_read_on_dark_and_light() -> None:
    styles = [Style.parse(style(role, DEFAULT)) for role in STYLES]

    assert {each.color.name for each in styles if each.color} == ON_ANY
    # Many terminals make bold ones bright, which is pale on white.
    assert {each.color.name for each in styles if each.color and each.bold} == {"red", "magenta"}
    assert [role for role in STYLES if Style.parse(style(role, "mono")).color] == []


def strings(path: Path) -> Iterator[str]:
    """Yield the strings of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def is_style(text: str) -> bool:
    """Return whether a text is a style of Rich's that is seen, or begins one of a terminal."""
    if re.search(r"\x1b\[[\d;]*m", text):
        return True
    try:
        return text not in OTHERWISE and bool(Style.parse(text))
    except StyleSyntaxError:
        return False


def test_no_style_stands_outside_the_table() -> None:
    table = PACKAGE / "render" / "themes.py"
    found = {
        f"{path.relative_to(PACKAGE)}: {text!r}"
        for room in ("render", "cli")
        for path in (PACKAGE / room).rglob("*.py")
        if path != table
        for text in strings(path)
        if is_style(text)
    }
    made = {
        each
        for path in (PACKAGE / "render").rglob("*.py")
        for each in re.findall(r"\bStyle\((\w*)", path.read_text(encoding="utf-8"))
    }

    assert found == set()
    assert made == {"link"}
    assert STYLES.keys() & DEFAULT_STYLES.keys() == set()


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_is_chosen_by_option_environment_and_config_file(
    theme: str, run_mini: Runner, tmp_path: Path
) -> None:
    (tmp_path / "wp8").mkdir()
    (tmp_path / "wp8" / "config.toml").write_text(f'theme = "{theme}"\n')
    search = ("search", "building", "--color", "always")
    other = {"WP8_THEME": THEMES[theme == DEFAULT]}
    lines = [
        run_mini(*search, *more, env=env).stdout
        for more, env in (
            (("--theme", theme), other),
            ((), {"WP8_THEME": theme}),
            ((), {"XDG_CONFIG_HOME": str(tmp_path)}),
        )
    ]
    screen = run_mini.on_terminal("search", "building", "--theme", theme).text

    assert f"{sequence('hit', theme)}building{END}" in lines[0]
    assert lines[1:] == lines[:1] * 2
    assert f"{sequence('hit', theme)}building{END}" in screen


@pytest.mark.parametrize("command", ["search building", "docs", "pick", "info"])
def test_a_theme_of_the_environment_that_there_is_not_is_refused_alike(
    run_mini: Runner, command: str
) -> None:
    done = run_mini(*command.split(), env={"WP8_THEME": "dork"})

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr == (
        "wp8: WP8_THEME: there is no theme 'dork'\n     the themes are ansi, light, dark, mono\n"
    )


def test_info_says_which_theme_and_from_where(run_mini: Runner) -> None:
    assert "; theme: dark (WP8_THEME); " in " ".join(
        run_mini("info", env={"WP8_THEME": "dark"}).stdout.split()
    )


@pytest.mark.parametrize(
    ("option", "typed", "near"),
    [
        ("--theme", "ligth", "light"),
        ("--color", "allways", "always"),
        ("--engine", "whosh", "whoosh"),
    ],
)
def test_a_value_near_one_of_few_is_proposed(
    run_mini: Runner, option: str, typed: str, near: str
) -> None:
    done = run_mini("search", "building", option, typed)

    assert (done.stdout, done.exit_code) == ("", 2)
    said = done.stderr.splitlines()[0]
    assert said.startswith(f"wp8: Invalid value for '{option}': '{typed}' is not one of '")
    assert said.endswith(f"'; did you mean {near}?")
