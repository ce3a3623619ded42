"""Drift, seen early: charts with limits from a stated run length, evidence rule by rule, groups.

Point, RuleSign, rule_signs    what one finished case says
baseline, limits, delays       what is sound, where the charts signal, and how long that takes
expected_share, clustering_of  how hard each case is, from those who scored it before
watch                          one assessor with one tool: charts, evidence on rules, alarms
group_drift, check_gold        when everybody moves together; gold that strong assessors miss
intra_rater, pairs, hardest    the same case again; who learns from whom; what is hard

Nothing here knows a database or a page: this package imports no Django.
"""

from reliability.monitoring.again import Again, IntraRater, intra_rater
from reliability.monitoring.alarms import Alarm
from reliability.monitoring.baseline import Baseline, baseline
from reliability.monitoring.chances import item_points, usual_items
from reliability.monitoring.charts import Chart, ChartPlace, RuleTrack
from reliability.monitoring.difficulty import Clustering, clustering_of, expected_share
from reliability.monitoring.evidence import rule_signs
from reliability.monitoring.gold_check import Answer, GoldCheck, check_gold
from reliability.monitoring.group import Explains, GroupDrift, group_drift
from reliability.monitoring.hardest import Hard, hardest
from reliability.monitoring.limits import (
    RUN_LENGTH,
    Delay,
    Limits,
    RuleDelay,
    alerts_per_month,
    chance_of_alarm,
    delays,
    limits,
    rule_delay,
    run_length_for,
)
from reliability.monitoring.pairing import Pair, Person, pairs, unpaired
from reliability.monitoring.point import Point, RuleSign
from reliability.monitoring.watch import Start, Watch, watch

__all__ = [
    "RUN_LENGTH",
    "Again",
    "Alarm",
    "Answer",
    "Baseline",
    "Chart",
    "ChartPlace",
    "Clustering",
    "Delay",
    "Explains",
    "GoldCheck",
    "GroupDrift",
    "Hard",
    "IntraRater",
    "Limits",
    "Pair",
    "Person",
    "Point",
    "RuleDelay",
    "RuleSign",
    "RuleTrack",
    "Start",
    "Watch",
    "alerts_per_month",
    "baseline",
    "chance_of_alarm",
    "check_gold",
    "clustering_of",
    "delays",
    "expected_share",
    "group_drift",
    "hardest",
    "intra_rater",
    "item_points",
    "limits",
    "pairs",
    "rule_delay",
    "rule_signs",
    "run_length_for",
    "unpaired",
    "usual_items",
    "watch",
]
