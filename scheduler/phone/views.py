"""The driver's page, what it tells and asks, and the worker that keeps it for when there is no network."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from scheduler.errors import NotFound
from scheduler.papers.wording import LANGUAGES, Language
from scheduler.phone.selectors import duty_of_link, page_of, riders_of
from scheduler.phone.wire import Report, state_out, verdict_out
from scheduler.phone.wording import WORDS
from scheduler.plans.models import Duty
from scheduler.travel.events import events_record
from scheduler.travel.positions import position_record
from scheduler.travel.selectors import duty_under_way
from solvers.problem import Json

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
REPORT_BYTES = 512 * 1024
WORKER = Path(__file__).parent / "static" / "phone" / "worker.js"

View = Callable[[HttpRequest, Duty], HttpResponse]


def _of_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Hand a view the duty that the link opens, or say that it opens nothing; nothing of it stays in shared caches."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            duty = duty_of_link(token=token)
        except NotFound as refused:
            response = _nothing(request, refused)
        else:
            response = view(request, duty)
        response["Content-Security-Policy"] = POLICY
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex"
        return response

    return opened


@require_safe
@_of_link
def duty_page(request: HttpRequest, duty: Duty) -> HttpResponse:
    """The page of a duty."""
    language = _language(request)
    page = page_of(duty=duty, language=language)
    context = {
        "page": page,
        "sheet": page.sheet,
        "words": LANGUAGES[language],
        "says": WORDS[language],
        "other": "en" if language == "zh" else "zh",
    }
    return render(request, "phone/duty.html", context)


@require_safe
@_of_link
def duty_state(request: HttpRequest, duty: Duty) -> HttpResponse:
    """How the duty stands, after everybody's entries."""
    return JsonResponse({"state": _state(duty)})


@csrf_exempt
@require_POST
@_of_link
def duty_events(request: HttpRequest, duty: Duty) -> HttpResponse:
    """Take in what a telephone has seen; it may send the same again."""
    if int(request.headers.get("Content-Length") or 0) > REPORT_BYTES:
        return JsonResponse({"error": "too much at once"}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        report = Report.model_validate_json(request.body)
    except ValidationError as fault:
        return JsonResponse({"error": str(fault.errors()[0]["msg"])}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    events = [entry.seen() for entry in report.events]
    verdicts = events_record(duty=duty, events=events, by=None, device=report.device, sent_at=report.sent_at)
    if report.spot:
        position_record(duty=duty, device=report.device, at=report.sent_at, lon=report.spot.lon, lat=report.spot.lat)
    return JsonResponse({"verdicts": [verdict_out(verdict) for verdict in verdicts], "state": _state(duty)})


@require_safe
def worker_script(request: HttpRequest) -> HttpResponse:
    """The worker's script, at an address above the pages that it serves."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _state(duty: Duty) -> dict[str, Json]:
    way = duty_under_way(duty=duty)
    return state_out(way, riders_of(way.case.riders))


def _language(request: HttpRequest) -> Language:
    asked = request.GET.get("language") or getattr(request, "LANGUAGE_CODE", "")
    return "en" if asked == "en" else "zh"


def _nothing(request: HttpRequest, refused: NotFound) -> HttpResponse:
    if "text/html" not in request.headers.get("Accept", ""):
        return JsonResponse({"error": refused.detail}, status=HTTPStatus.NOT_FOUND)
    says = WORDS[_language(request)]
    return render(request, "phone/nothing.html", {"says": says}, status=HTTPStatus.NOT_FOUND)
