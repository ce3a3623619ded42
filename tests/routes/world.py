"""Two agencies with the same people and one of every thing that an address can name."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.utils.timezone import localdate, now

from agencies.actions.joining import Wanted, invite, token_of
from agencies.actions.telling import post
from agencies.actions.tokens import make_token
from agencies.actions.webhooks import add_webhook
from agencies.models import Role, User
from reliability.actions.certifying import issue
from reliability.actions.deciding import decide_exam, override
from reliability.actions.monitoring.remedying import Offer, assign_remedy
from reliability.actions.studying import map_columns, share
from reliability.models import Outcome, OutsideTraining, Remedy, StudyJob
from tests.factories import make_agency, make_person, make_user
from tests.lti.made import make_platform
from tests.reliability.monitored import make_alert
from tests.reliability.study_pages.made import bring_table, make_frozen
from tests.reliability.study_pages.tables import finished
from tests.training.exam_bank import enrol, make_case, place_in, rule_exams
from tests.training.factories import TOOL, assign, gold_of, hand_in, with_changes
from tests.training.panels import code, coded_panel, decide, make_panel, seat_of
from tests.vignettes.draft_factories import make_draft
from tests.vignettes.factories import MODEL_CASE, make_case_folder, make_version
from training.actions import contesting
from training.actions.forms import draw_exam
from training.models import CodingQuestion, Enrolment, Exam
from vignettes.actions import load_vignette

RULE = "S99R-EL-SEXAGE"

ROLES = {
    "assessor": Role.ASSESSOR,
    "colleague": Role.ASSESSOR,
    "expert": Role.EXPERT,
    "adjudicator": Role.ADJUDICATOR,
    "coordinator": Role.COORDINATOR,
    "analyst": Role.ANALYST,
    "agency_admin": Role.AGENCY_ADMIN,
    "editor": Role.ANALYST,
}


@dataclass(frozen=True)
class World:
    """One agency: who asks, and the arguments that name its things."""

    people: dict[str, User]
    args: dict[str, tuple]


@dataclass(frozen=True)
class Bank:
    """The shipped cases that both agencies use."""

    scored: object
    waiting: object
    blind: object
    exam: list


def make_shipped():
    """Three cases of the library, and a bank of short ones for exams."""
    scored, waiting, blind = map(make_version, ("maple-crossing", "winter-ledger", "heron-bridge"))
    return Bank(scored, waiting, blind, [make_case(n) for n in range(16)])


def make_world(name, bank, folder):
    """Everything that the addresses of one agency name."""
    agency = make_agency(f"{name} Agency")
    cast = {
        role: make_person(f"{name}-{role}", agency, kind, is_editor=role == "editor")
        for role, kind in ROLES.items()
    }
    args = {"agency": (agency.pk,), "person": (cast["assessor"].user.pk,), "": ()}
    args |= _joining(agency, cast) | _programs(cast) | make_platform(cast)
    args |= _words() | _cases(name, agency, bank, cast, folder)
    args |= _codings(bank, cast) | _panels(agency, bank, cast) | _certification(agency, bank, cast)
    args |= _monitoring(cast, args["enrolment"][0]) | _studies(cast["analyst"])
    return World({role: person.user for role, person in cast.items()}, args)


def _joining(agency, cast):
    """What comes with people: a role, an invitation, where somebody is signed in."""
    wanted = Wanted(f"invited@{agency.slug}.example", Role.ASSESSOR)
    asked = invite(agency=agency, wanted=wanted, by=cast["coordinator"].user)
    sign_in = UserSession.objects.create(
        user=cast["assessor"].user, ip="192.0.2.1", session_key=f"key-of-{agency.slug}"
    )
    return {
        "role": (cast["assessor"].membership.pk,),
        "invitation": (asked.pk,),
        "invitation's link": (token_of(asked),),
        "sign-in": (sign_in.pk,),
    }


def _programs(cast):
    """A token of the assessor, and a webhook that was told something."""
    holder, boss = cast["assessor"].membership, cast["agency_admin"].membership
    token, _ = make_token(
        membership=holder, name="Import", scopes=["tools:read"], until=localdate()
    )
    webhook, _ = add_webhook(url="https://hooks.example.org/in", events=["decision"], by=boss)
    post(webhook=webhook, event="decision", key="decision-1", body={})
    message = webhook.deliveries.get()
    return {
        "token": (token.pk,),
        "webhook": (webhook.pk,),
        "message to a webhook": (webhook.pk, message.pk),
    }


def make_system_admin():
    return make_user("Sysadmin", is_staff=True, is_superuser=True)


def _words():
    return {
        "tool": (TOOL,),
        "item of a tool": (TOOL, "i5"),
        "rule": (TOOL, RULE),
        "reading": ("choice",),
    }


def _cases(name, agency, bank, cast, folder):
    code_of = f"{name.lower()}-orchard"
    renamed = (MODEL_CASE.name, code_of)
    copy = make_case_folder(folder, code_of, facts=renamed, gold=renamed)
    own = load_vignette(folder=copy, agency=agency).version
    draft = make_draft(cast["coordinator"], f"{name.lower()}-lantern")
    correction = make_draft(cast["coordinator"], code_of, corrects=own)
    return {
        "own case": (code_of,),
        "own case's number": (code_of, 1),
        "own version": (own.pk,),
        "own case's key": (own.vignette_id,),
        "shipped case": (bank.scored.vignette.code,),
        "shipped case's number": (bank.scored.vignette.code, 1),
        "shipped version": (bank.scored.pk,),
        "shipped version and tool": (bank.scored.pk, TOOL),
        "own version and tool": (own.pk, TOOL),
        "shipped case's key": (bank.scored.vignette_id,),
        "case of a panel": (bank.blind.vignette.code,),
        "case of a panel's number": (bank.blind.vignette.code, 1),
        "draft": (draft.pk,),
        "draft's text": (draft.pk, "text"),
        "correction": (correction.pk,),
    }


def _codings(bank, cast):
    asha, gold = cast["assessor"], gold_of(bank.scored)
    waiting, scored = assign(asha, bank.waiting), assign(asha, bank.scored)
    coding = hand_in(asha, scored, with_changes(gold.scores, i9=1))
    contest = contesting.contest(
        coding=coding,
        gold=gold,
        item="i9",
        reason="The record reads otherwise to me.",
        actor=asha.user,
        at=now(),
    )
    question = CodingQuestion.objects.create(
        agency=asha.agency, asker=asha.membership, tool=TOOL, rule=RULE, text="Which date counts?"
    )
    return {
        "waiting case": (waiting.pk,),
        "scored case": (scored.pk,),
        "item of a waiting case": (waiting.pk, "i5"),
        "item of a scored case": (scored.pk, "i5"),
        "contest": (contest.pk,),
        "question": (question.pk,),
    }


def _panels(agency, bank, cast):
    tom, scores = cast["coordinator"], gold_of(bank.scored).scores
    others = [make_person(f"{tom.user.name}-{n}", agency, Role.EXPERT) for n in "ab"]
    panel = make_panel(tom, bank.blind, [cast["expert"], *others])
    code(panel, others[0], gold_of(bank.blind).scores)
    ready = coded_panel(tom, bank.waiting, others, scores, with_changes(scores, i5=1))
    coded = coded_panel(tom, bank.scored, others, scores, with_changes(scores, i5=1))
    decision = decide(coded, cast["adjudicator"])
    return {
        "panel": (panel.pk,),
        "ready panel": (ready.pk,),
        "decided panel": (decision.panel_id,),
        "panel's decision": (decision.pk,),
        "expert's seat": (seat_of(panel, cast["expert"]).pk,),
    }


def _computed(asha, rules, attempt):
    """What the policy makes of an exam that closed with nothing handed in."""
    closed = now() - timedelta(days=4)
    exam = Exam.objects.create(
        agency=asha.agency,
        enrolment=rules.programme.enrolments.get(assessor=asha.membership),
        rules=rules,
        tool=TOOL,
        attempt=attempt,
        title="Exam",
        opens_at=closed - timedelta(days=5),
        closes_at=closed,
        closed_at=closed,
    )
    return decide_exam(exam=exam)


def _certification(agency, bank, cast):
    asha, tom = cast["assessor"], cast["coordinator"]
    place_in(agency, *(version.vignette for version in bank.exam))
    enrolment = enrol(asha)
    rules = rule_exams(enrolment)
    exam = draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)
    computed, doubted = (_computed(asha, rules, attempt) for attempt in (2, 3))
    passed = override(
        decision=doubted, by=tom.membership, outcome=Outcome.PASSED, reason="Seen at work."
    )
    credential = issue(decision=passed, actor=tom.membership)
    return {
        "programme": (enrolment.programme_id,),
        "tool of a programme": (enrolment.programme_id, TOOL),
        "enrolment": (enrolment.pk,),
        "tool of an enrolment": (enrolment.pk, TOOL),
        "running exam": (exam.pk,),
        "exam that is over": (computed.exam_id,),
        "exam case": (exam.assignments.order_by("pk").first().pk,),
        "decision": (computed.pk,),
        "confirmed decision": (credential.decision_id,),
        "certificate": (credential.pk,),
        "certificate's code": (credential.code,),
    }


def _monitoring(cast, enrolment):
    """An alert with a remedy that the assessor has not done yet; a training taken elsewhere."""
    asha, tom = cast["assessor"], cast["coordinator"]
    alert = make_alert(Enrolment.objects.get(pk=enrolment), rules=[RULE])
    offer = Offer(kind=Remedy.Kind.PAGE, due_on=localdate())
    remedy = assign_remedy(alert=alert, offer=offer, by=tom.membership, at=now())
    training = OutsideTraining.objects.create(
        agency=asha.agency,
        assessor=asha.membership,
        title="A day on records",
        provider="Another agency",
        taken_on=localdate(),
        recorded_by=tom.membership,
    )
    return {
        "alert": (alert.pk,),
        "remedy": (remedy.pk,),
        "remedy of an alert": (alert.pk, remedy.pk),
        "training taken elsewhere": (training.pk,),
    }


def _studies(ana):
    """A study with a report and a link to it; two tables brought, one of them checked; a job."""
    study = make_frozen(ana)
    edition = study.editions.get()
    link, code = share(edition=edition, by=ana.membership, until=localdate())
    table, checked = (bring_table(ana) for _ in range(2))
    finished(map_columns(intake=checked, mapping=checked.mapping, by=ana.membership))
    checked.refresh_from_db()
    job = StudyJob.objects.create(agency=ana.agency, kind="make", by=ana.membership)
    return {
        "study": (study.pk,),
        "report": (study.pk, 1),
        "file of a report": (study.pk, 1, "results", "en"),
        "link to a report": (link.pk,),
        "link's code": (code,),
        "link's code and language": (code, "en"),
        "table brought": (table.pk,),
        "checked table": (checked.pk,),
        "job on a study": (job.pk,),
        "template of a tool": (TOOL, "codings", "csv"),
    }
