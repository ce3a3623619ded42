"""What the agency asks of its codings, and what it decided: studies, policies, certificates."""

from reliability.models.certification import Appeal, Credential, Decision, Outcome, Policy
from reliability.models.study import Study

__all__ = ["Appeal", "Credential", "Decision", "Outcome", "Policy", "Study"]
