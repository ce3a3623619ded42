"""Gold that strong assessors miss: of one case, then gold is checked; of several, then the rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agencies.models import Agency
from instruments.sheet import Text
from reliability import monitoring
from reliability.access import points_since
from reliability.actions.monitoring.alerting import Sight, raise_alert
from reliability.models import Alert, MonitorPoint
from training.explaining import misread_cases
from vignettes.access import published_versions
from vignettes.models import GoldCoding, VignetteVersion

LATELY = timedelta(days=366)
"""How far back gold is checked by the answers of strong assessors."""
SEVERAL = 2
"""Cases on which the same reading is given, from which on the rule is looked at, not their gold."""


@dataclass(frozen=True)
class ReadAlike:
    """Rules of one class that strong assessors read alike, and otherwise than gold."""

    rules: tuple[str, ...]
    cases: tuple[tuple[int, str], ...]
    """Version and code."""
    strong: int
    """Strong assessors on the case that most of them scored."""

    @property
    def sentence(self) -> Text:
        named, n = self.rules[0], len(self.cases)
        return Text(
            en=f"On {n} cases strong assessors answer as {named} would give it when read "
            "otherwise. Look at what they were told of this rule, not at the people.",
            fr=f"Sur {n} cas, de bons évaluateurs répondent comme {named} le donnerait si elle "
            "était lue autrement. Regardez ce qui leur a été dit de cette règle, et non les "
            "personnes.",
        )


@dataclass(frozen=True)
class Golds:
    """What checking gold raised, and the rules behind several cases at once."""

    raised: int = 0
    alike: tuple[ReadAlike, ...] = ()


def lately(agency: Agency, tool: str, at: datetime) -> list[MonitorPoint]:
    """The points of everybody that gold and groups are judged by, in order of time."""
    return list(points_since(agency, tool, at - LATELY))


def check_golds(agency: Agency, tool: str, points: Sequence[MonitorPoint], at: datetime) -> Golds:
    """Raise what strong assessors miss on cases in use.

    After an alert on a gold score was closed only answers given since then count against it. Where
    one misread rule gives the same answers on several cases, no gold is doubted.
    """
    names = labels(points)
    settled = _settled(agency, tool)
    answers = [
        monitoring.Answer(
            assessor=str(point.enrolment_id),
            case=names[point.version_id],
            item=item,
            is_hit=bool(is_hit),
            given=point.findings.get("given", {}).get(item),
        )
        for point in points
        for item, is_hit in point.findings.get("items", {}).items()
        if max(
            settled.get((point.version_id, item), point.at),
            settled.get((point.version_id, ""), point.at),
        )
        <= point.at
    ]
    by_name = {name: version for version, name in names.items()}
    flagged = {
        (by_name[found.case], found.item): found
        for found in monitoring.check_gold(answers)
        if found.is_flagged
    }
    if not flagged:
        return Golds()
    alike = _alike(agency, flagged, points, names)
    of_rules = {version for one in alike for version, _ in one.cases}
    used = published_versions(agency).in_bulk([version for version, _ in flagged])
    raised = sum(
        _raise_gold(agency, tool, used[version], found, points, at)
        for (version, _), found in flagged.items()
        if version in used and version not in of_rules
    )
    return Golds(raised, alike)


def labels(points: Iterable[MonitorPoint]) -> dict[int, str]:
    """What each version is called in sentences: its case's code, with a number where needed."""
    found = VignetteVersion.objects.filter(pk__in={point.version_id for point in points})
    versions = list(found.select_related("vignette"))
    often = Counter(version.vignette.code for version in versions)
    return {
        one.pk: one.vignette.code
        if often[one.vignette.code] == 1
        else f"{one.vignette.code}/{one.pk}"
        for one in versions
    }


Flagged = Mapping[tuple[int, str], monitoring.GoldCheck]


def _alike(
    agency: Agency, flagged: Flagged, points: Iterable[MonitorPoint], names: Mapping[int, str]
) -> tuple[ReadAlike, ...]:
    """Rules whose misreading gives what was given on several of these cases, most cases first."""
    if len(flagged) < SEVERAL:
        return ()
    classes: dict[frozenset[int], list[str]] = defaultdict(list)
    for rule, cases in _explaining(flagged, points).items():
        if len(cases) >= SEVERAL:
            classes[frozenset(cases)].append(rule)
    strong = {version: found.strong for (version, _), found in flagged.items()}
    told: list[ReadAlike] = []
    for group in sorted(classes, key=lambda one: (-len(one), sorted(one))):
        if not any(group <= {pk for pk, _ in before.cases} for before in told):
            named = tuple((pk, names[pk]) for pk in sorted(group))
            rules = tuple(sorted(classes[group]))
            told.append(ReadAlike(rules, named, max(strong[pk] for pk in group)))
    return tuple(told)


def _explaining(flagged: Flagged, points: Iterable[MonitorPoint]) -> dict[str, set[int]]:
    """Rule -> the versions on which its misreading gives what most strong assessors gave."""
    versions = {version for version, _ in flagged}
    keys = {point.version_id: point.gold_id for point in points if point.version_id in versions}
    found: dict[str, set[int]] = defaultdict(set)
    for gold in GoldCoding.objects.filter(pk__in=keys.values()).select_related("version"):
        for case in misread_cases(gold):
            given = {
                item: flagged[gold.version_id, item].given
                for item in case.items
                if (gold.version_id, item) in flagged
            }
            if any(given[item] == case.items[item] for item in given):
                found[case.rule].add(gold.version_id)
    return found


def _settled(agency: Agency, tool: str) -> dict[tuple[int, str], datetime]:
    """Version and item -> when an alert on its gold was closed last.

    The item is "" for the cases of an alert about a rule that everybody reads alike.
    """
    closed = Alert.objects.filter(agency=agency, tool=tool, closed_at__isnull=False)
    found: dict[tuple[int, str], datetime] = {}
    for alert in closed.filter(enrolment=None).order_by("closed_at"):
        at = alert.closed_at
        if at is None:
            continue
        if alert.kind == Alert.Kind.GOLD and alert.version_id is not None:
            found[alert.version_id, alert.item] = at
        elif alert.rules:
            found |= {(one["version"], ""): at for one in alert.evidence["cases"]}
    return found


def _raise_gold(
    agency: Agency,
    tool: str,
    version: VignetteVersion,
    found: monitoring.GoldCheck,
    points: Iterable[MonitorPoint],
    at: datetime,
) -> int:
    codings = [
        {"coding": p.coding_id, "case": version.vignette.code}
        for p in points
        if p.version_id == version.pk and p.findings.get("items", {}).get(found.item) == 0
    ]
    evidence = {
        "cases": codings,
        "strong": found.strong,
        "missed": found.missed,
        "given": found.given,
        "same_answer": found.same_answer,
        "p": found.p,
        "sentence": found.sentence.model_dump(),
    }
    sight = Sight(
        Alert.Kind.GOLD,
        tool,
        f"gold {tool} {version.pk} {found.item}",
        evidence,
        version=version,
        item=found.item,
    )
    return int(raise_alert(agency=agency, sight=sight, at=at) is not None)
