"""The sentences of a verdict, in English and French."""

from __future__ import annotations

from collections.abc import Sequence

from instruments.sheet import Text
from reliability.certification.policy import CriticalRule, ItemRule, ShareRule, TotalsRule
from reliability.certification.verdict import Condition, Name, Outcome, State

STATES: dict[State, Text] = {
    "met": Text(en="Met", fr="Respecté"),
    "failed": Text(en="Not met", fr="Non respecté"),
    "open": Text(en="Not met so far", fr="Pas encore respecté"),
    "not_judged": Text(en="Not judged", fr="Non évalué"),
}
NO_ITEM_COUNTS = Text(
    en="Not judged: no item of these cases counts in a decision.",
    fr="Non évalué : aucun item de ces cas ne compte dans une décision.",
)
NOTHING_JUDGED = Text(
    en="Undecided: nothing in these cases counts in a decision, so nobody can be certified on "
    "them.",
    fr="Indécis : rien dans ces cas ne compte dans une décision; personne ne peut donc être "
    "certifié sur cette base.",
)
PASSED = Text(
    en="Passed: every condition of the policy that could be judged is met.",
    fr="Réussi : toutes les conditions de la politique qui ont pu être évaluées sont respectées.",
)
NOT_YET = Text(
    en="Not yet: at least one condition of the policy is not met.",
    fr="Pas encore : au moins une condition de la politique n'est pas respectée.",
)
NOT_ASKED = {
    "totals": Text(
        en="Not judged: none of these cases has a total to compare.",
        fr="Non évalué : aucun de ces cas n'a de total à comparer.",
    ),
    "bands": Text(
        en="Not judged: the cut-offs of the level are not verified or confirmed.",
        fr="Non évalué : les seuils du niveau ne sont ni vérifiés ni confirmés.",
    ),
    "eligibility": Text(
        en="Not judged: none of these cases graded whether the tool may be used.",
        fr="Non évalué : aucun de ces cas ne notait si l'outil peut être utilisé.",
    ),
    "critical": Text(
        en="Not judged: none of these cases tested a critical rule.",
        fr="Non évalué : aucun de ces cas ne mettait à l'épreuve une règle critique.",
    ),
}


def of_outcome(outcome: Outcome, cases: int, more: int, held: Sequence[Condition]) -> Text:
    """The one sentence at the head of a verdict."""
    if outcome == "passed":
        return PASSED
    if outcome == "not_yet":
        return NOT_YET
    if not more or (cases and all(one.state == "not_judged" for one in held)):
        return NOTHING_JUDGED
    return Text(
        en=f"Undecided after {_n(cases, 'case')}: {_n(more, 'more case')}.",
        fr=f"Indécis après {_n(cases, 'cas', '')} : encore {_n(more, 'cas', '')}.",
    )


def of_items(state: State, hits: int, items: int, rule: ItemRule) -> Text:
    """Item agreement: how many hits, and between which two values it is decided."""
    if state == "not_judged":
        return NO_ITEM_COUNTS
    low, high = percent(rule.unacceptable), percent(rule.acceptable)
    said = STATES[state]
    return Text(
        en=f"{said.en}: {hits} of {items} items scored like gold; the test decides between a true "
        f"agreement of {low} (not acceptable) and {high} (acceptable).",
        fr=f"{said.fr} : {hits} éléments sur {items} cotés comme la référence; le test tranche "
        f"entre un accord réel de {_fr(low)} (inacceptable) et de {_fr(high)} (acceptable).",
    )


def of_totals(state: State, right: int, judged: int, rule: TotalsRule) -> Text:
    """Totals within so many points of gold."""
    if state == "not_judged":
        return NOT_ASKED["totals"]
    said, share = STATES[state], percent(rule.share)
    points = _n(rule.points, "point")
    return Text(
        en=f"{said.en}: {right} of {judged} totals at most {points} from gold; at least {share} "
        "are asked for.",
        fr=f"{said.fr} : {right} totaux sur {judged} à {points} ou moins de la référence; au "
        f"moins {_fr(share)} sont exigés.",
    )


def of_share(name: Name, state: State, right: int, judged: int, rule: ShareRule) -> Text:
    """Levels, or the question whether the tool may be used."""
    if state == "not_judged":
        return NOT_ASKED[name]
    said, share = STATES[state], percent(rule.share)
    en, fr = WHAT[name].en, WHAT[name].fr
    return Text(
        en=f"{said.en}: {en} in {right} of {judged} cases; at least {share} are asked for.",
        fr=f"{said.fr} : {fr} dans {right} cas sur {judged}; au moins {_fr(share)} sont exigés.",
    )


WHAT = {
    "bands": Text(en="the same level as gold", fr="même niveau que la référence"),
    "eligibility": Text(
        en="right on whether the tool may be used",
        fr="réponse juste sur l'utilisation possible de l'outil",
    ),
}


def of_critical(state: State, misread: tuple[str, ...], tested: int, rule: CriticalRule) -> Text:
    """Critical rules: which are misread, and how many were tested at all."""
    if state == "not_judged":
        return NOT_ASKED["critical"]
    said, of_all = STATES[state], len(rule.rules)
    if misread:
        named = ", ".join(misread)
        return Text(
            en=f"{said.en}: probably misread, on more than a single slip: {named}.",
            fr=f"{said.fr} : probablement mal appliquées, et plus qu'un simple lapsus : {named}.",
        )
    return Text(
        en=f"{said.en}: no critical rule misread, of the {tested} tested here ({of_all} on the "
        "list).",
        fr=f"{said.fr} : aucune règle critique mal appliquée, parmi les {tested} mises à "
        f"l'épreuve ici ({of_all} sur la liste).",
    )


def _fr(number: str) -> str:
    """The same number with a decimal comma."""
    return number.replace(".", ",")


def percent(share: float) -> str:
    """A share as a percentage, with a decimal only where it has one."""
    return f"{100 * share:.1f}".removesuffix(".0") + "\u00a0%"


def _n(number: int, noun: str, ending: str = "s") -> str:
    return f"{number} {noun}{ending if number != 1 else ''}"
