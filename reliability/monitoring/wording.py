"""Everything that monitoring says, in both languages: what was seen, and where to look first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from instruments.sheet import Text


class Seen(Protocol):
    """A place on a chart."""

    @property
    def value(self) -> float: ...


RESTART = Text(
    en="A remedy was done or an alert closed: the charts begin anew here. What lies before is "
    "shown and no longer counted.",
    fr="Une mesure est faite ou une alerte close : les graphiques recommencent ici. Ce qui précède "
    "est montré, mais ne compte plus.",
)
NOTHING = Text(
    en="No case so far: nothing to say.",
    fr="Aucun cas pour le moment : rien à dire.",
)
FIRST = Text(
    en="One case so far. It is shown; one case alone is too little to speak of a change.",
    fr="Un seul cas pour le moment. Il est montré; un cas ne suffit pas pour parler de changement.",
)


def of_few(cases: int) -> Text | None:
    """What to say where there are hardly any cases; None from two on."""
    return (NOTHING, FIRST)[cases] if cases < 2 else None


def of_gap(days: int) -> Text:
    """Why the charts begin anew after so long a gap."""
    return Text(
        en=f"No case for {days} days: the charts begin anew here. What lies before is shown with "
        "its age and no longer counted.",
        fr=f"Aucun cas pendant {days} jours : les graphiques recommencent ici. Ce qui précède est "
        "montré avec sa date, mais ne compte plus.",
    )


def of_chart(name: str, direction: str, cases: int, centre: float, rise: Sequence[Seen]) -> Text:
    """A fall of accuracy, or totals that moved one way: what was seen on how many cases."""
    mean = sum(place.value for place in rise) / len(rise)
    if name == "accuracy":
        return Text(
            en=f"Over the last {_cases(cases)}, {mean:.0%} of items were scored like gold; "
            f"{centre:.0%} is usual for this assessor. Look at the cases together.",
            fr=f"Sur {_cas(cases)}, {100 * mean:.0f} % des éléments ont été cotés comme la "
            f"référence; {100 * centre:.0f} % est habituel pour cette personne. Regardez "
            "les cas ensemble.",
        )
    where_en, where_fr = (
        ("higher", "plus hauts") if direction == "higher" else ("lower", "plus bas")
    )
    number = f"{mean:+.1f}"
    return Text(
        en=f"Over the last {_cases(cases)}, totals were {where_en} than before: {number} points "
        "from gold on average. Look for what all of these cases share.",
        fr=f"Sur {_cas(cases)}, les totaux étaient {where_fr} qu'avant : "
        f"{number.replace('.', ',')} point par rapport à la référence en moyenne. Cherchez ce que "
        "ces cas ont en commun.",
    )


def of_rules(rules: Sequence[str], support: int, exercised: int) -> Text:
    """One rule, or several that nothing sets apart, that seems to be read otherwise."""
    named_en = rules[0] if len(rules) == 1 else f"one of {', '.join(rules)}"
    named_fr = rules[0] if len(rules) == 1 else f"l'une de {', '.join(rules)}"
    return Text(
        en=f"{support} of {_cases(exercised)} that exercise it speak for another reading of "
        f"{named_en}. Read the rule again together, then try cases that exercise it.",
        fr=f"Sur {_cas_plain(exercised)} où elle est en jeu, {support} parlent pour une autre "
        f"lecture de {named_fr}. Relisez la règle ensemble, puis essayez des cas où elle est en "
        "jeu.",
    )


def _cases(number: int) -> str:
    return "one case" if number == 1 else f"{number} cases"


def _cas(number: int) -> str:
    return "le dernier cas" if number == 1 else f"les {number} derniers cas"


def _cas_plain(number: int) -> str:
    return "un cas" if number == 1 else f"{number} cas"
