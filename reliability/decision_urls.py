"""Addresses of policies and decisions, within the reliability pages."""

from django.urls import URLPattern, URLResolver, path

from reliability.views import decisions, policies

urlpatterns: list[URLPattern | URLResolver] = [
    path("policies/", policies.policies, name="policies"),
    path("policies/<int:programme_id>/<slug:tool>/", policies.policy, name="policy"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/confirm/", decisions.confirmed, name="confirm_decision"),
    path("decisions/<int:pk>/override/", decisions.overridden, name="override_decision"),
    path("decisions/<int:pk>/review/", decisions.reviewed, name="review_decision"),
    path("decisions/<int:pk>/appeal/", decisions.appealed, name="appeal_decision"),
    path("decisions/<int:pk>/answer/", decisions.answered, name="answer_appeal"),
]
