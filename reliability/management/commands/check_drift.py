"""Run monitoring by hand: what the nightly job does, told in sentences."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from agencies.models import Agency
from reliability.access import open_alerts_of
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import Alert, MonitorRun


class Command(BaseCommand):
    """Prints what each agency's run did and which alerts are open; status 1 where one failed."""

    help = "Fill the month's check cases, draw the charts and raise alerts, now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", metavar="SLUG", help="this agency only")
        parser.add_argument("--json", action="store_true", help="print the same as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        told = [_told(agency) for agency in _agencies(options["agency"])]
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(line for one in told for line in _lines(one)))
        failed = [one["error"] for one in told if one["error"]]
        if failed:
            raise CommandError("\n".join(failed), returncode=1)


def _agencies(slug: str | None) -> list[Agency]:
    found = Agency.objects.order_by("slug")
    if slug is None:
        return list(found)
    if not found.filter(slug=slug).exists():
        message = f"There is no agency with the short name {slug}. See them in the admin."
        raise CommandError(message, returncode=2)
    return list(found.filter(slug=slug))


def _told(agency: Agency) -> dict[str, Any]:
    with scope(agency=agency):
        run: MonitorRun = monitor_agency(agency)
        alerts = [_alert(alert) for alert in open_alerts_of(agency)]
    return {
        "agency": agency.slug,
        "watched": run.done,
        "to_watch": run.to_do,
        "raised": run.raised,
        "error": run.error,
        "open": alerts,
    }


def _alert(alert: Alert) -> dict[str, Any]:
    return {
        "kind": alert.kind,
        "tool": alert.tool,
        "assessor": str(alert.enrolment.assessor.user) if alert.enrolment else "",
        "rules": alert.rules,
        "since": alert.raised_at.date().isoformat(),
        "sentence": alert.evidence.get("sentence", {}).get("en", ""),
    }


def _lines(told: dict[str, Any]) -> list[str]:
    first = (
        f"{told['agency']}: {told['watched']} of {told['to_watch']} charts drawn, "
        f"{told['raised']} new alerts, {len(told['open'])} open."
    )
    return [first, *(_line(alert) for alert in told["open"])]


def _line(alert: dict[str, Any]) -> str:
    who = alert["assessor"] or "everybody"
    return f"  {alert['since']} {alert['tool']} {who}: {alert['sentence']}"
