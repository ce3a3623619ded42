"""One of every thing that an address of the interface can name."""

from django.utils.timezone import now

from agencies.models import Role
from agencies.models.api import Webhook
from reliability.models import ReportEdition, StudyJob
from tests.factories import make_person
from tests.reliability.certificates import certify
from tests.reliability.factories import make_study
from tests.reliability.monitored import make_alert
from tests.training.factories import TOOL, assign, gold_of, hand_in
from tests.vignettes.factories import make_version


def make_things(agency, admin):
    """Address -> what it may name."""
    version = make_version()
    asha = make_person(f"Asha-{agency.slug}", agency, Role.ASSESSOR)
    coding = hand_in(asha, assign(asha, version), gold_of(version).scores)
    certificate = certify(asha, admin)
    alert = make_alert(certificate.decision.enrolment, rules=["S99R-EL-SEXAGE"])
    study = make_study(agency, [version], frozen_at=now())
    edition = ReportEdition.objects.create(
        study=study, number=1, engine="plumbline", data_digest="0" * 64, results={}
    )
    job = StudyJob.objects.create(agency=agency, by=admin.membership, kind="make", study=study)
    Webhook.objects.create(
        agency=agency,
        url="https://listener.example/plumbline",
        events=["decision"],
        secret="shared",
        made_by=admin.membership,
    )
    v1 = "/api/v1"
    return {
        f"{v1}/tools/{{tool}}/": {"tool": TOOL},
        f"{v1}/tools/{{tool}}/rules/": {"tool": TOOL},
        f"{v1}/vignettes/{{code}}/": {"code": version.vignette.code},
        f"{v1}/vignettes/{{code}}/gold/": {"code": version.vignette.code},
        f"{v1}/codings/{{id}}/": {"id": coding.pk},
        f"{v1}/certificates/{{id}}/": {"id": certificate.pk},
        f"{v1}/verify/{{code}}/": {"code": certificate.code},
        f"{v1}/decisions/{{id}}/": {"id": certificate.decision_id},
        f"{v1}/alerts/{{id}}/": {"id": alert.pk},
        f"{v1}/studies/{{id}}/": {"id": study.pk},
        f"{v1}/studies/{{id}}/reports/": {"id": study.pk},
        f"{v1}/studies/{{id}}/reports/{{number}}/": {"id": study.pk, "number": edition.number},
        f"{v1}/studies/{{id}}/reports/{{number}}/files/{{key}}/": {
            "id": study.pk,
            "number": edition.number,
            "key": "nothing",
        },
        f"{v1}/jobs/{{id}}/": {"id": job.pk},
        f"{v1}/jobs/{{id}}/stop/": {"id": job.pk},
    }
