"""Why a rule stays below enough cases, or two rules are never told apart: told, and checked."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from instruments import catalogue

NEVER = Path(__file__).with_name("never.toml")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tool: str
    reason: str = Field(min_length=20)


class _PairEntry(_Entry):
    rules: tuple[str, str]


class _RuleEntry(_Entry):
    rule: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pair: tuple[_PairEntry, ...] = ()
    rule: tuple[_RuleEntry, ...] = ()


@dataclass(frozen=True)
class Never:
    """Reasons by tool and rule, and by tool and pair of rules (in either order)."""

    rules: Mapping[tuple[str, str], str]
    pairs: Mapping[tuple[str, frozenset[str]], str]

    def of_rule(self, tool: str, rule: str) -> str:
        """The reason given, "" without one."""
        return self.rules.get((tool, rule), "")

    def of_pair(self, tool: str, first: str, second: str) -> str:
        """The reason given, "" without one."""
        return self.pairs.get((tool, frozenset((first, second))), "")

    def unknown(self) -> Iterator[str]:
        """One sentence for each entry that names no rule of its tool."""
        named = [(tool, {rule}) for tool, rule in self.rules]
        named += [(tool, set(pair)) for tool, pair in self.pairs]
        known = {tool.id: {rule.id for rule in tool.rules} for tool in catalogue.tools()}
        for tool, rules in named:
            for rule in sorted(rules - known.get(tool, set())):
                yield f"never.toml names {rule}, which {tool} does not have: correct the entry."


def read(path: Path = NEVER) -> Never:
    """The reasons on file. Raises ValueError where the file is not of the form."""
    try:
        told = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        place = "/".join(map(str, error.errors()[0]["loc"]))
        message = f"{path.name}: {place}: {error.errors()[0]['msg']}. Its head shows the form."
        raise ValueError(message) from None
    return Never(
        rules={(one.tool, one.rule): one.reason for one in told.rule},
        pairs={(one.tool, frozenset(one.rules)): one.reason for one in told.pair},
    )
