"""Words of the closed lists of studies, in the reader's language."""

from django import template

from training.questions import spoken

register = template.Library()
register.filter("spoken", spoken)
