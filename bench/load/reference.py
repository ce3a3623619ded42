"""What the pages are measured against: an empty view of Django's that does one INSERT.

It is an address beside those of the program, so it runs in the same processes, behind the same
middleware and on the same database. `python -m bench.load.reference` makes its table.
"""

import django
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.timezone import now
from django.views.decorators.http import require_POST

if __name__ == "__main__":
    django.setup()


class Row(models.Model):
    """About what an answer holds; without personal data."""

    item = models.CharField(max_length=20)
    score = models.SmallIntegerField()
    saved_at = models.DateTimeField(default=now)

    objects: models.Manager["Row"] = models.Manager()

    class Meta:
        app_label = "load"
        db_table = "load_row"

    def __str__(self) -> str:
        return f"{self.item} = {self.score}"


@require_POST
def one_insert(request: HttpRequest) -> HttpResponse:
    Row.objects.create(item="i1", score=1)
    # Said here, for the bare server has nothing that would say it
    return HttpResponse("ok", headers={"Content-Length": "2"})


urlpatterns = [path("reference/", one_insert), path("", include("config.urls"))]


if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Row)
