"""A coding beside its gold coding: item by item, which rule was misread and which sentence decides.

Read and assembled here, shown by a template. Whoever calls this has asked `access.gold_for` first.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from instruments import catalogue, scoring
from instruments.sheet import Instrument, Text
from training import sentences
from training.answers import INSUFFICIENT, NOT_APPLICABLE, value_of
from training.casefile import Label
from training.explaining import NOTHING_FOUND, Cause, causes_of
from training.handed_in import contests_of, ratings_of
from training.kept import Kept, content_of
from training.marks import Beside
from training.models import Coding, Contest, Rating
from training.questions import Question, questions, spoken
from training.rule_notes import RuleNote, rule_notes
from training.told import TotalShown, agrees_with, shown_total, state_of, wording, words_of
from vignettes.evidence import evidence
from vignettes.gold import ELIGIBLE
from vignettes.models import (
    Eligibility,
    EvidenceSpan,
    GoldCoding,
    Provenance,
    content_language,
)


@dataclass(frozen=True)
class Compared:
    """One question: what was given, what is right, and why."""

    question: Question
    yours: str
    gold: str
    agrees: bool
    state: str
    reason: str
    """What the assessor wrote beside "insufficient information"."""
    misread: tuple[RuleNote, ...]
    """Rules each of which, misread alone, gives the answer that was given."""
    together: tuple[tuple[RuleNote, ...], ...]
    """Rules that do so only when misread together."""
    silence: str
    """Why no single rule is named, where the answer differs and none is."""
    is_open: bool
    """The answer differs, but a second admissible reading gives it."""
    deciding: tuple[RuleNote, ...]
    evidence: tuple[EvidenceSpan, ...]
    """Every span that decides, to be lit in the text."""
    notes: tuple[str, ...]
    """Why the right answer is none, or what forbids the tool."""
    why: str
    """Why people choose another answer."""
    accepted: str
    """Other answers that a panel accepts as well, in words."""
    grounds: str
    """What the panel or the author gives as grounds of the right answer."""
    key: Hashable = ()
    """Under which all of the above but `reason` is kept; the rest is this person's own."""
    contests: tuple[Contest, ...] = ()
    """What the assessor contested here, the newest first."""
    beside: Beside = field(default_factory=Beside)

    @property
    def anchor(self) -> str:
        return f"item-{self.question.id}"

    @property
    def quotes(self) -> tuple[EvidenceSpan, ...]:
        """The same, each sentence once: several cells of a row are quoted as one."""
        once = {(span.document, span.quote): span for span in reversed(self.evidence)}
        return tuple(reversed(once.values()))

    @property
    def is_contested(self) -> bool:
        """An answer to a contest is still to come."""
        return any(contest.is_open for contest in self.contests)

    @property
    def differs(self) -> bool:
        return not self.agrees

    @property
    def short_name(self) -> str:
        return str(self.question.number) if self.question.number else _("use of the tool")


@dataclass(frozen=True)
class Feedback:
    """The whole answer to one coding. `items` is empty where the tool must not be used."""

    tool: Instrument
    summary: tuple[str, ...]
    eligibility: Compared
    items: tuple[Compared, ...]
    were_scored: bool
    total: TotalShown
    gold_total: TotalShown
    provenance: str
    changed: str
    """When the right scores were changed, and why; empty where they are the first ones."""

    @property
    def differing(self) -> tuple[Compared, ...]:
        return tuple(item for item in self.items if not item.agrees)

    @property
    def agreeing(self) -> tuple[Compared, ...]:
        return tuple(item for item in self.items if item.agrees)


_KEPT: Kept[Compared] = Kept(4000)


def feedback_on(coding: Coding, gold: GoldCoding) -> Feedback:
    """Compare one coding with the gold coding of its case."""
    tool = catalogue.tool(coding.tool)
    given = {rating.item: rating for rating in ratings_of(coding)}
    scores = {item: rating.score for item, rating in given.items()}
    causes = causes_of(gold, coding.eligibility, scores)
    first, *rest = questions(tool.id)
    content = content_of(gold)
    eligibility = _eligibility(coding.eligibility, gold, first, causes, content)
    is_usable = gold.eligibility == Eligibility.YES
    items = tuple(
        _item(gold, question, given.get(question.id), causes, content)
        for question in rest
        if is_usable
    )
    mine = scoring.totals(tool.id, scores, is_eligible=bool(given))[tool.totals[0].id]
    right = scoring.totals(tool.id, gold.scores, is_eligible=is_usable)[tool.totals[0].id]
    scored = [item.agrees for item in items] if given else []
    contests = tuple(contests_of(coding))
    return Feedback(
        tool=tool,
        summary=tuple(_summary(coding, gold, tool, scored, mine, right)),
        eligibility=_with_contests(eligibility, contests),
        items=tuple(_with_contests(item, contests) for item in items),
        were_scored=bool(given),
        total=shown_total(mine),
        gold_total=shown_total(right),
        provenance=str(gold.get_provenance_display()),
        changed=sentences.on_correction(gold),
    )


def labels(feedback: Feedback) -> dict[str, tuple[Label, ...]]:
    """Span to the questions it decides: what is lit in the text, and the way back."""
    lit: dict[str, tuple[Label, ...]] = {}
    for compared in (feedback.eligibility, *feedback.items):
        label = Label(compared.short_name, compared.anchor)
        for span in compared.evidence:
            lit[span.span_id] = (*lit.get(span.span_id, ()), label)
    return lit


def _with_contests(compared: Compared, contests: tuple[Contest, ...]) -> Compared:
    own = tuple(one for one in contests if one.item == compared.question.id)
    return replace(compared, contests=own) if own else compared


def _summary(
    coding: Coding,
    gold: GoldCoding,
    tool: Instrument,
    hits: list[bool],
    mine: scoring.TotalResult,
    right: scoring.TotalResult,
) -> Iterable[str]:
    if gold.eligibility != Eligibility.YES or coding.eligibility != Eligibility.YES:
        yield sentences.on_eligibility(coding.eligibility, gold.eligibility, spoken(tool.name))
    if hits:
        yield sentences.on_items(sum(hits), len(hits))
        yield from filter(None, [sentences.on_totals(tool, mine, right)])


def _eligibility(
    given: str, gold: GoldCoding, question: Question, causes: dict[str, Cause], content: str
) -> Compared:
    cause = causes.get(ELIGIBLE, NOTHING_FOUND)
    key = (content, get_language(), question.id, given, cause)
    return _KEPT.get(key, lambda: _of_use(given, gold, question, cause, key))


def _of_use(
    given: str, gold: GoldCoding, question: Question, cause: Cause, key: Hashable
) -> Compared:
    right = gold.eligibility
    agrees = given == right or right == Eligibility.UNDECIDED
    return _compared(
        gold,
        question,
        key=key,
        yours=question.wording(given) if given else _("not answered"),
        right=question.wording(right),
        agrees=agrees,
        state=sentences.on_eligibility(given, right, spoken(catalogue.tool(gold.tool).name)),
        cause=NOTHING_FOUND if agrees or not given else cause,
    )


def _item(
    gold: GoldCoding,
    question: Question,
    rating: Rating | None,
    causes: dict[str, Cause],
    content: str,
) -> Compared:
    cause = causes.get(question.id, NOTHING_FOUND)
    given = rating and (rating.score, rating.insufficient, rating.not_applicable)
    key = (content, get_language(), question.id, given, cause)
    found = _KEPT.get(key, lambda: _of_item(gold, question, rating, cause, key))
    return replace(found, reason=rating.reason) if rating and rating.reason else found


def _of_item(
    gold: GoldCoding, question: Question, rating: Rating | None, found: Cause, key: Hashable
) -> Compared:
    right = gold.scores.get(question.id)
    accepted = rating is not None and gold.also_accepts(question.id, rating.score)
    agrees = accepted or (rating is not None and agrees_with(rating, right))
    if found == NOTHING_FOUND and gold.provenance == Provenance.PANEL and not agrees:
        found = Cause(silence=_("A panel decided this score; the rules alone do not give it."))
    return _compared(
        gold,
        question,
        yours=_("not scored") if rating is None else wording(question, value_of(rating)),
        right=wording(question, gold_value(question, right)),
        agrees=agrees,
        state=_("accepted as well") if accepted else state_of(rating, right, agrees),
        cause=NOTHING_FOUND if rating is None or agrees else found,
        key=key,
    )


def _compared(
    gold: GoldCoding,
    question: Question,
    *,
    yours: str,
    right: str,
    agrees: bool,
    state: str,
    cause: Cause,
    key: Hashable,
) -> Compared:
    language = content_language()
    name = question.id if question.number else ELIGIBLE
    ruling = gold.rulings.get(name, {})
    named = {rule for rules in (cause.alone, *cause.together) for rule in rules}
    deciding = [rule for rule in dict.fromkeys(ruling.get("rules", [])) if rule not in named]
    return Compared(
        question=question,
        yours=yours,
        gold=right,
        agrees=agrees,
        state=state,
        reason="",
        misread=rule_notes(gold.tool, cause.alone),
        together=tuple(rule_notes(gold.tool, rules) for rules in cause.together),
        silence=cause.silence,
        is_open=cause.is_open,
        deciding=rule_notes(gold.tool, deciding),
        evidence=tuple(evidence(gold.version, language, ruling.get("because", []))),
        notes=tuple(words_of(ruling)),
        why=gold.version.reason(gold.tool, name, language),
        accepted=", ".join(question.wording(str(one)) for one in gold.accepted.get(name, ())),
        grounds=spoken(Text.model_validate(grounds))
        if (grounds := ruling.get("rationale"))
        else "",
        key=key,
    )


def gold_value(question: Question, score: int | None) -> str:
    """A gold score as an answer. None: the item does not apply, or the file does not tell."""
    if score is not None:
        return str(score)
    offered = [choice.value for choice in question.choices]
    return NOT_APPLICABLE if NOT_APPLICABLE in offered else INSUFFICIENT
