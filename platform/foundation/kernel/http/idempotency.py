"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a POST that is sent twice happens once.

The kept answer may hold tokens or a claim code, so it is encrypted under a key made from the client's own
`Idempotency-Key`, of which only a hash is stored: whoever reads the table can't read the answers.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import orjson
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from foundation.kernel.clock import now
from foundation.kernel.errors import Conflict, FieldError, Invalid, Problem, Unprocessable
from foundation.kernel.http import problems
from foundation.kernel.http.bodies import data_of, is_form
from foundation.kernel.models import KeptAnswer
from foundation.kernel.throttling import Recount

KEEP = timedelta(hours=24)
LONGEST = 255
NEVER_KEPT = {401, 429}
KEPT_HEADERS = ("Location", "ETag", "Content-Type", "Content-Language", "Allow")


class StillRunning(Conflict):
    code = "still_running"
    title = _("The same request is still running")
    detail = _("A request with this `Idempotency-Key` has not finished. Try again in a moment.")


class KeyReused(Unprocessable):
    code = "idempotency_key_reused"
    title = _("This key was used for another request")
    detail = _("This `Idempotency-Key` came with another body or path before. Use a new one.")


def once(request: Request, run: Callable[[], HttpResponse]) -> HttpResponse:
    """Run the request, or give the answer that was kept for it. Raises `StillRunning`, `KeyReused`."""
    key = request.headers["Idempotency-Key"]
    if not 1 <= len(key) <= LONGEST or not key.isprintable():
        raise Invalid(errors=[FieldError("Idempotency-Key", "invalid", _("Send 1 to 255 printable characters."))])
    scope, fingerprint = _scope(request, key), _fingerprint(request)
    with transaction.atomic():
        _lock(scope)
        kept = KeptAnswer.objects.filter(scope=scope, created_at__gt=now() - KEEP).first()
        if kept is not None:
            return _replay(kept, fingerprint, key)
        response = _run(run)
        if response.status_code < 500 and response.status_code not in NEVER_KEPT:
            _keep(scope, fingerprint, key, response)
        return response


def _run(run: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer; a refusal undoes what the request wrote, unless it `keeps` that, except what was counted against it."""
    with Recount() as counted:
        try:
            with transaction.atomic():
                return _answer(run)
        except Exception as failure:
            problem = problems.problem_of(failure)
            if problem is None:
                raise
            counted.again()
            return problems.response(problem)


def _answer(run: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return run()
    except Problem as refusal:
        if not refusal.keeps:
            raise
        return problems.response(refusal)


def _scope(request: Request, key: str) -> str:
    caller = str(request.user.pk) if request.user.is_authenticated else "anybody"
    return hashlib.sha256(f"{settings.SECRET_KEY}\0{caller}\0{key}".encode()).hexdigest()


def _fingerprint(request: Request) -> str:
    """Of path and body."""
    digest = hashlib.sha256(request.get_full_path().encode() + b"\0")
    for piece in _form_pieces(data_of(request)) if is_form(request) else [request._request.body]:
        digest.update(piece)
    return digest.hexdigest()


def _form_pieces(form: "MultiValueDict[str, Any]") -> Iterator[bytes]:
    """What the form says, whatever boundary it was sent with; a file in pieces, since it may be larger than memory allows."""
    for name, values in sorted(form.lists()):
        for value in values:
            file = isinstance(value, UploadedFile)
            yield orjson.dumps([name, value.name, value.size] if file else [name, value])
            if file:
                yield from value.chunks()
                value.seek(0)


def _lock(scope: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [scope])
        found = cursor.fetchone()
    if not found or not found[0]:
        raise StillRunning


def _cipher(key: str) -> Fernet:
    secret = hashlib.sha256(f"kept-answer\0{settings.SECRET_KEY}\0{key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def _keep(scope: str, fingerprint: str, key: str, response: HttpResponse) -> None:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    plain = orjson.dumps({"headers": headers, "body": base64.b64encode(response.content).decode()})
    fresh = {
        "fingerprint": fingerprint,
        "status": response.status_code,
        "answer": _cipher(key).encrypt(plain),
        "created_at": now(),
    }
    KeptAnswer.objects.update_or_create(scope=scope, defaults=fresh)


def _replay(kept: KeptAnswer, fingerprint: str, key: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        raise KeyReused
    answer = orjson.loads(_cipher(key).decrypt(bytes(kept.answer)))
    response = HttpResponse(base64.b64decode(answer["body"]), status=kept.status, headers=answer["headers"])
    response["Idempotency-Replayed"] = "true"
    return response


def forget_old() -> int:
    return KeptAnswer.objects.filter(created_at__lt=now() - KEEP).delete()[0]
