"""The policies that ship: one for each tool, read from defaults.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from instruments import catalogue
from reliability.certification.policy import Policy
from reliability.certification.reading import read_policy

DEFAULTS = Path(__file__).with_name("defaults.toml")


@cache
def default_policy(tool_id: str) -> Policy:
    """What ships for this tool: a start for an agency's own policy. Raises UnknownTool.

    Critical are the rules of the tool that the file lists, and every rule on whether it may be
    used, as far as their status counts.
    """
    tool = catalogue.tool(tool_id)
    told = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    own = told["tools"].get(tool.id, {})
    every: dict[str, Any] = {"tool": tool.id, **told["every"], **own.get("instead", {})}
    counted = every.get("counted", ("verified", "supported", "confirmed"))
    listed = frozenset(own.get("critical", ()))
    catalogue.check_rules(tool.id, listed)
    critical = [
        rule.id
        for rule in tool.rules
        if rule.same_as is None
        and rule.status in counted
        and (rule.kind == "eligibility" or rule.id in listed)
    ]
    every["critical"] = {**every["critical"], "rules": critical} if critical else None
    return read_policy(every)
