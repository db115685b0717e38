"""The door for entries that waited on a phone: a batch in, one answer for each entry."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charley.db.models import Person
from charley.db.people import everybody, somebody
from charley.db.repository import LOCAL, person_named, store_for
from charley.errors import BadInput, Problem
from charley.reading import decode_json
from charley.services.diary import Diary
from charley.web.clock import local_time, now, present
from charley.web.door import may_see
from charley.web.middleware import for_anybody
from charley.web.waiting import answers, clock_difference

#: A phone that was long without a network; more are sent in several batches.
MOST_AT_ONCE = 1000


@for_anybody
@require_http_methods(["POST", "PUT"])
def entries(request: HttpRequest) -> JsonResponse:
    """Keep a batch of entries. Ids are made by the writer, so sending it again changes nothing.

    The body is ``{"person": "…", "entries": [...]}``; the answer ``{"answers": [...]}`` holds id, outcome, problems and
    questions of each, in the same order. They go into the diary of the person whose page was tapped, whatever the phone
    is looking at now; without a person into the machine's first one, as phones wrote when there was only that one. A
    bad entry is answered by itself and the good ones are kept. 404 where that person is not here, 423 while their lock
    is not opened on this phone: the entries go on waiting there. Where the body says in ``sent`` what the phone's clock
    shows, ``clock`` in the answer says in a sentence how far it is off, or is null.
    """
    try:
        read = decode_json(request.body)
        document = read if isinstance(read, dict) else {}
        batch = document.get("entries")
        if not isinstance(batch, list):
            raise BadInput([Problem("entries", "should be a list of entries")])
        if len(batch) > MOST_AT_ONCE:
            raise BadInput([Problem("entries", f"holds {len(batch)}; send at most {MOST_AT_ONCE} at once")])
    except BadInput as fault:
        return JsonResponse(fault.as_dict(), status=400)
    person = _person(document.get("person"))
    if person is None:
        return _refused(_("the diary they belong to is not on this machine"), 404)
    if not may_see(request, person):
        return _refused(_("their diary is locked; they are kept when it is opened here"), 423)
    store = store_for(person)
    diary = Diary(store, now=now(request))
    kept = answers(batch, store=store, diary=diary, local=local_time(request))
    return JsonResponse({"answers": kept, "clock": clock_difference(document.get("sent"), present())})


def _person(key: object) -> Person | None:
    if key is None and not everybody():
        return person_named(LOCAL, made_at=present())
    return somebody(str(LOCAL if key is None else key))


def _refused(message: str, status: int) -> JsonResponse:
    return JsonResponse(BadInput([Problem("person", message)]).as_dict(), status=status)
