"""The closed lists that cases and their gold codings are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a case is about, in the words a reader is warned with."""

    CSEM_POSSESSION = "csem_possession", _("CSEM: possession only")
    CSEM_DISTRIBUTION = "csem_distribution", _("CSEM: distribution")
    CSEM_PRODUCTION = "csem_production", _("CSEM: production")
    MIXED = "mixed", _("CSEM and contact offence")
    CONTACT_THEN_CSEM = "contact_then_csem", _("Contact offence, later CSEM")
    CSEM_THEN_CONTACT = "csem_then_contact", _("CSEM, later contact offence")
    LURING = "luring", _("Luring or online solicitation")
    SEXTORTION = "sextortion", _("Sextortion")
    NCII = "ncii", _("Non-consensual sharing of adult images")
    CONTACT_CHILD = "contact_child", _("Contact offence against a child")
    ADULT_VICTIM = "adult_victim", _("Offence against an adult")
    EXHIBITIONISM_VOYEURISM = "exhibitionism_voyeurism", _("Exhibitionism or voyeurism")
    HISTORIC_CLUSTER = "historic_cluster", _("Historic offences and index clusters")
    YOUTH_RECORD = "youth_record", _("Youth record")
    BREACH_REGISTRATION = "breach_registration", _("Breach or registration")
    MUST_NOT_USE = "must_not_use", _("Whether the tool may be used")


class Difficulty(models.TextChoices):
    """How much must be noticed."""

    EASY = "easy", _("easy")
    MIDDLE = "middle", _("middle")
    HARD = "hard", _("hard")


class Eligibility(models.TextChoices):
    """Whether a tool may be used on a case."""

    YES = "yes", _("The tool may be used")
    NO = "no", _("The tool must not be used")
    UNDECIDED = "undecided", _("Refer to an expert")


class Provenance(models.TextChoices):
    """Where a gold coding comes from. Shown wherever the coding is shown."""

    COMPUTED = "computed", _("Computed from the facts")
    AUTHOR_PROPOSAL = "author_proposal", _("Author's proposal, not confirmed by a panel")
    PANEL = "panel", _("Adjudicated by an expert panel")


class Reason(models.TextChoices):
    """Why the panel's answers to one question differed from one another or from the rules."""

    CASE_AMBIGUOUS = "case_ambiguous", _("The case text is ambiguous")
    RULE_GAP = "rule_gap", _("The rule leaves it open")
    EXPERT_ERROR = "expert_error", _("An expert overlooked something")
    RULE_MISREAD = "rule_misread", _("An expert misread a rule")
    JUDGEMENT = "judgement", _("A matter of judgement")
