"""The words of the command line and of the tool pages, in English and Canadian French."""

from __future__ import annotations

from instruments.sheet import Text

PHRASES: dict[str, Text] = {
    "notice": Text(
        en="For fictional cases only. Nothing is stored, and no figure here is a statement about "
        "a real person.",
        fr="Pour des cas fictifs seulement. Rien n'est conservé, et aucun chiffre ne porte sur une "
        "personne réelle.",
    ),
    "case": Text(en="case", fr="cas"),
    "may be used": Text(en="May the tool be used?", fr="L'outil peut-il être utilisé?"),
    "yes": Text(en="yes", fr="oui"),
    "no": Text(en="no", fr="non"),
    "undecided": Text(en="undecided, refer to an expert", fr="indécis, adresser à un expert"),
    "items": Text(en="Items", fr="Éléments"),
    "not scored": Text(en="not scored", fr="non coté"),
    "total": Text(en="Total", fr="Total"),
    "probability": Text(en="Published probability", fr="Probabilité publiée"),
    "no total": Text(en="none", fr="aucun"),
    "second sheet": Text(en="Second sheet", fr="Deuxième feuille"),
    "caution": Text(en="Caution", fr="Réserve"),
    "disputed": Text(
        en="a second reading of the sources gives", fr="une deuxième lecture des sources donne"
    ),
    "all right": Text(
        en="Every score given equals the right score.",
        fr="Toutes les cotes fournies sont justes.",
    ),
    "given": Text(en="given", fr="donnée"),
    "right": Text(en="right", fr="juste"),
    "misread": Text(en="Who misreads it", fr="Qui la lit mal"),
    "rule": Text(en="The rule", fr="La règle"),
    "source": Text(en="Source", fr="Source"),
    "facts": Text(en="Facts", fr="Faits"),
    "same effect": Text(en="Same effect", fr="Même effet"),
    "fits": Text(
        en="predicts {fitting} of the {of} scores given",
        fr="prédit {fitting} des {of} cotes fournies",
    ),
    "pair": Text(
        en="No single rule gives this score; these two together do:",
        fr="Aucune règle seule ne donne cette cote; ces deux règles ensemble la donnent :",
    ),
    "unexplained": Text(
        en="No rule, misread alone or with another, gives this score.",
        fr="Aucune règle mal lue, seule ou avec une autre, ne donne cette cote.",
    ),
    "open": Text(
        en="Not called wrong: a second admissible reading or sheet gives this score.",
        fr="Non comptée comme fausse : une deuxième lecture ou feuille admissible donne cette "
        "cote.",
    ),
    "left out": Text(en="The item was not scored.", fr="L'élément n'a pas été coté."),
    "cannot": Text(
        en="The file does not tell what this item needs.",
        fr="Le dossier n'indique pas ce qu'il faut pour cet élément.",
    ),
    "checks": Text(en="Checks", fr="Vérifications"),
    "use when": Text(en="Use it when", fr="À utiliser quand"),
    "do not use when": Text(en="Do not use it when", fr="À ne pas utiliser quand"),
    "version": Text(en="version", fr="version"),
    "rules": Text(en="Coding rules", fr="Règles de cotation"),
    "verified": Text(en="verified", fr="vérifié"),
    "supported": Text(en="supported", fr="appuyé"),
    "recalled": Text(en="recalled", fr="de mémoire"),
    "disputed status": Text(en="disputed", fr="contesté"),
    "score": Text(en="score", fr="cote"),
    "eligibility": Text(en="eligibility", fr="admissibilité"),
    "check": Text(en="check", fr="vérification"),
    "product": Text(en="product", fr="produit"),
    "status": Text(en="Status", fr="Statut"),
    "kind": Text(en="Kind", fr="Genre"),
    "sources": Text(en="Sources", fr="Sources"),
    "doubts": Text(
        en="Points on which the sources allow two readings",
        fr="Points sur lesquels les sources permettent deux lectures",
    ),
    "undecided use": Text(
        en="When the answer on use is undecided", fr="Quand la réponse sur l'emploi est indécise"
    ),
    "undecided means": Text(
        en="The answer is then neither yes nor no: refer the case to an expert. It is undecided "
        "where nothing else in the file settles the use of the tool and one of these holds:",
        fr="La réponse n'est alors ni oui ni non : adresser le cas à un expert. Elle est indécise "
        "quand rien d'autre au dossier ne règle l'emploi de l'outil et que l'un de ces "
        "énoncés s'applique :",
    ),
    "remarks": Text(en="How the sheet is read here", fr="Comment la feuille est lue ici"),
    "no bands": Text(
        en="No named levels: none could be found in a public source.",
        fr="Aucun niveau nommé : aucun n'a été trouvé dans une source publique.",
    ),
    "no table": Text(
        en="Cannot be computed: no public table.",
        fr="Ne peut pas être calculé : aucune table publique.",
    ),
    "not applicable": Text(en="not applicable", fr="sans objet"),
    "judged": Text(en="by judgement", fr="par jugement"),
    "totals given": Text(
        en="Totals of the scores given, with the other tool scored by the facts:",
        fr="Totaux des cotes fournies, l'autre outil étant coté d'après les faits :",
    ),
    "nothing wrong": Text(
        en="No score is called wrong by the facts; scores by judgement are held against a panel's.",
        fr="Aucune cote n'est contredite par les faits; les cotes par jugement se comparent à "
        "celles d'un panel.",
    ),
    "bands": Text(en="Levels", fr="Niveaux"),
    "missing": Text(en="Items not scored", fr="Éléments non cotés"),
    "promise": Text(en="What this software keeps", fr="Ce que ce logiciel garantit"),
    "checked": Text(en="What the check says", fr="Ce que dit la vérification"),
    "purpose": Text(en="Purpose", fr="But"),
    "how known": Text(
        en="Every rule carries how it is known: *verified* (read in a source on this tool), "
        "*supported* (read in an older edition, a sister manual or an agency's paper), *recalled* "
        "(professional knowledge) or *disputed*. Recalled and disputed rules are taught and "
        "never counted against anybody until an expert of the agency confirms them.",
        fr="Chaque règle indique comment elle est connue : *vérifié* (lu dans une source sur cet "
        "instrument), *appuyé* (lu dans une édition antérieure, un manuel apparenté ou un "
        "document d'organisme), *de mémoire* (connaissance professionnelle) ou *contesté*. Les "
        "règles de mémoire et contestées sont enseignées et ne comptent contre personne tant "
        "qu'un expert de l'organisme ne les a pas confirmées.",
    ),
    "manual": Text(
        en="This page states rules in our own words. It replaces neither the manual nor training.",
        fr="Cette page énonce les règles dans nos propres mots. Elle ne remplace ni le manuel ni "
        "la formation.",
    ),
}


def say(name: str, language: str) -> str:
    """A phrase in a language. Raises KeyError for a phrase there is none of."""
    return PHRASES[name].to(language)


def say_status(status: str, language: str) -> str:
    """How well something is founded, in one word."""
    return say("disputed status" if status == "disputed" else status, language)
