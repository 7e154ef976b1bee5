"""What a measure is: a function of counts, entered in a family under what a table says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from wp8.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_Function = TypeVar("_Function", bound="Callable[..., float]")


class UndefinedError(ValueError):
    """A measure that has no value for counts that can be, as a ratio to a frequency of 0."""


class Measure(NamedTuple):
    """A measure: its function, what the function needs to know, and what a table says of it.

    `name` is that of its column, `heading` what the column is called where it has to be narrow,
    `formula` one line. Where `directed` is False, a high value may mean more than expected or less.
    """

    name: str
    heading: str
    formula: str
    source: str
    function: Callable[..., float]
    needs: tuple[str, ...]
    directed: bool = True

    def of(self, known: Mapping[str, Any]) -> float | None:
        """Return the value of the measure for what is known, None where it is not defined.

        Raises:
            ValueError: What is known cannot be.
        """
        try:
            return self.function(**{name: known[name] for name in self.needs})
        except UndefinedError:
            return None


class Family:
    """Measures of one kind, by name; `inputs` are what their functions may need to know."""

    def __init__(self, name: str, *inputs: str) -> None:
        self.name = name
        self.inputs = inputs
        self._measures: dict[str, Measure] = {}

    def measure(
        self, *, heading: str, formula: str, source: str, directed: bool = True
    ) -> Callable[[_Function], _Function]:
        """Return a decorator that enters a function under its own name.

        Its parameters are keywords: inputs of the family, and others that have a default.
        """

        def enter(function: _Function) -> _Function:
            name = function.__name__.rstrip("_")
            parameters = function.__code__.co_varnames[: function.__code__.co_kwonlyargcount]
            needs = tuple(parameter for parameter in parameters if parameter in self.inputs)
            entry = Measure(name, heading, formula, source, function, needs, directed)
            self._measures[name] = entry
            return function

        return enter

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the measures, as they were entered."""
        return iter(self._measures)

    def __contains__(self, name: str) -> bool:
        """Return whether there is a measure of this name."""
        return name in self._measures

    def __getitem__(self, name: str) -> Measure:
        """Return the measure of this name.

        Raises:
            UnknownNameError: There is none.
        """
        if name not in self._measures:
            raise UnknownNameError(
                f"there is no measure of {self.name} {name}", hint=self._hint(name)
            )
        return self._measures[name]

    def _hint(self, name: str) -> str:
        """Return the name that is close to one that there is not, or else all names."""
        from difflib import get_close_matches

        close = get_close_matches(name, self._measures, n=1)
        return f"did you mean {close[0]}?" if close else f"there are: {', '.join(self)}"
