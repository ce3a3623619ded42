"""Addresses of the vignettes pages."""

from django.urls import URLPattern, URLResolver, path

from vignettes.views import cases, drafts, library, opening, review, variants, writing

app_name = "vignettes"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", library.library, name="library"),
    path("rules/", library.tools, name="tools"),
    path("rules/<slug:tool>/", library.rules, name="rules"),
    path("rules/<slug:tool>/<slug:rule_id>/", library.rule, name="rule"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/new/", drafts.new, name="draft_new"),
    path("drafts/import/", drafts.bring_in, name="draft_import"),
    path("drafts/vary/<int:pk>/", variants.vary, name="draft_vary"),
    path("drafts/correct/<int:pk>/", drafts.correct, name="draft_correct"),
    path("drafts/<int:pk>/publish/", review.review, name="draft_review"),
    path("drafts/<int:pk>/open/", opening.confirm, name="draft_open"),
    path("drafts/<int:pk>/zip/", cases.draft_zip, name="draft_zip"),
    path("drafts/<int:pk>/give-back/", review.give_back, name="draft_give_back"),
    path("drafts/<int:pk>/confirm/", review.publish, name="draft_publish"),
    *(
        path(f"drafts/<int:pk>/{verb}/", review.step, {"verb": verb}, name=f"draft_{verb}")
        for verb in review.STEPS
    ),
    path("drafts/<int:pk>/<slug:section>/", writing.draft, name="draft"),
    path("cases/<int:pk>/retire/", cases.retire, name="case_retire"),
    path("versions/<int:pk>/zip/", cases.version_zip, name="version_zip"),
    path("<slug:code>/versions/", cases.versions, name="versions"),
    path("<slug:code>/", library.version, name="version"),
    path("<slug:code>/<int:number>/", library.version, name="version"),
    path("<slug:code>/<int:number>/show/", library.show_gold, name="show_gold"),
]
