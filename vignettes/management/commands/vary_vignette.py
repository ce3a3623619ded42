"""Propose a variant of a case: a folder for a person to read, mend and publish."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from pydantic import TypeAdapter, ValidationError

from instruments import catalogue
from vignettes.casefile import LIBRARY, BothTitles, CaseFile, Code, read_case
from vignettes.drafting.content import sources
from vignettes.variants import NoVariantError, Wish, propose


class Command(BaseCommand):
    """Writes the four files of the variant; status 1 when none fits, 2 when asked wrongly."""

    help = "Make a variant of a case that keeps its scores, or gets the scores that are asked for."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("parent", type=Path, metavar="FOLDER", help="the case to start from")
        parser.add_argument(
            "code", type=_code, help="the code of the variant, such as elm-crossing"
        )
        parser.add_argument("--title-en", required=True)
        parser.add_argument("--title-fr", required=True)
        parser.add_argument(
            "--score",
            type=_score,
            action="append",
            default=[],
            metavar="TOOL/ITEM=SCORE",
            help="a score the variant shall have, such as static-99r/i8=1",
        )
        parser.add_argument(
            "--exercise", type=_rule, metavar="TOOL/RULE", help="a rule it shall bring into play"
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--into", type=Path, default=LIBRARY, metavar="FOLDER", help="where its folder is made"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        parent = _parent(options["parent"])
        folder: Path = options["into"] / options["code"]
        if folder.exists():
            raise CommandError(f"{folder} exists. Choose another code.", returncode=2)
        if options["into"].is_file():
            raise CommandError(f"{options['into']} is a file. Name a folder.", returncode=2)
        title = _title(options["title_en"], options["title_fr"])
        wish = Wish(scores=dict(options["score"]), exercise=options["exercise"])
        try:
            variant = propose(parent, options["code"], title, wish, seed=options["seed"])
        except NoVariantError as none:
            raise CommandError(str(none), returncode=1) from None
        folder.mkdir(parents=True)
        for name, content in sources(variant.content).items():
            (folder / name).write_text(content, encoding="utf-8")
        self.stdout.write(f"{folder} is a proposal. Read both texts, score them by hand, and mend.")
        for sentence in variant.look_at:
            self.stdout.write(f"  look at: {sentence}")


def _parent(folder: Path) -> CaseFile:
    case, findings = read_case(folder)
    if case is None:
        raise CommandError(f"{folder} cannot be read: {findings[0]}", returncode=2)
    return case


def _title(en: str, fr: str) -> BothTitles:
    try:
        return BothTitles(en=en, fr=fr)
    except ValidationError:
        message = "A title has 1 to 120 characters in each language; give both anew."
        raise CommandError(message, returncode=2) from None


def _code(word: str) -> str:
    try:
        return TypeAdapter(Code).validate_python(word)
    except ValidationError:
        message = f"found {word}, expected two or three plain words joined by hyphens"
        raise ArgumentTypeError(message) from None


def _score(word: str) -> tuple[tuple[str, str], int]:
    """`static-99r/i8=1` as its parts."""
    question, _, score = word.partition("=")
    tool, _, item = question.partition("/")
    try:
        catalogue.tool(tool).item(item)
        return (tool, item), int(score)
    except (catalogue.UnknownTool, KeyError, ValueError):
        raise ArgumentTypeError(f"found {word}, expected TOOL/ITEM=SCORE") from None


def _rule(word: str) -> tuple[str, str]:
    tool, _, rule = word.partition("/")
    try:
        return tool, catalogue.tool(tool).rule(rule).id
    except (catalogue.UnknownTool, KeyError):
        raise ArgumentTypeError(f"found {word}, expected TOOL/RULE") from None
