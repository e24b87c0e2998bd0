"""The page behind a worker's link. Looking at it changes nothing: programs that follow links confirm for nobody."""

from __future__ import annotations

from datetime import timedelta, timezone
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from scheduler.answers.models import AnswerWay, Ask
from scheduler.answers.pages import PAGES
from scheduler.answers.recording import OPEN, trip_answer
from scheduler.answers.replies import reply_take
from scheduler.errors import DomainError
from scheduler.links.models import Purpose
from scheduler.links.services import LinkRefused, link_check
from scheduler.organisations.tenancy import acting_as_system
from scheduler.papers.slip_rows import slips
from scheduler.papers.slip_wording import SLIP_LANGUAGES
from scheduler.papers.wording import LANGUAGES, Language
from scheduler.people.models import Worker
from scheduler.plans.selectors import plan_find_published
from scheduler.telling.models import ReaderLanguage
from scheduler.telling.people import travellers
from scheduler.telling.texts import moment

REFERENCE = 200
"""Characters of a provider's id that are kept."""


@csrf_exempt  # the link itself is the secret, and a form on another site does not know it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trip(request: HttpRequest, token: str) -> HttpResponse:
    """``/trip/<token>``: GET shows the trip, POST of one of the buttons answers."""
    try:
        link = link_check(token=token, purpose=Purpose.TRIP)
    except LinkRefused as refused:
        return _refused(request, refused)
    with acting_as_system():
        ask = Ask.objects.select_related("request", "campaign").filter(id=link.subject).first()
        if ask is None or ask.request is None or ask.worker_id is None:
            return _refused(request, LinkRefused(_("this trip is off: call the desk")))
        if request.method != "POST":
            return render(request, "answers/trip.html", _context(request, ask))
    answer = request.POST.get("answer")
    refusal: DomainError | None = None
    if answer in ("yes", "no"):
        try:
            trip_answer(request=ask.request.id, worker=ask.worker_id, says_yes=answer == "yes", way=AnswerWay.LINK)
        except DomainError as error:
            refusal = error
    if refusal:
        with acting_as_system():
            context = {**_context(request, ask), "refusal": _within(_language(request, ask), refusal)}
            return render(request, "answers/trip.html", context, status=HTTPStatus.CONFLICT)
    return redirect(f"{request.path}?language={_language(request, ask)}")


def _context(request: HttpRequest, ask: Ask) -> dict[str, Any]:
    assert ask.request is not None
    language = _language(request, ask)
    plan = plan_find_published(campaign=ask.campaign)
    found = slips(plan=plan, language=language, requests=[ask.request.id]) if plan else {}
    slip = found.get(ask.request.id)
    me = next(
        (one for one in travellers(requests=[ask.request.id]).get(ask.request.id, ()) if one.worker == ask.worker_id),
        None,
    )
    zone = timezone(timedelta(seconds=ask.campaign.utc_offset_s))
    return {
        "page": PAGES[language],
        "words": LANGUAGES[language],
        "slip_words": SLIP_LANGUAGES[language],
        "language": language,
        "other": "en" if language == "zh" else "zh",
        "slip": slip.seated(me.place) if slip and me else slip,
        "name": me.name if me else "",
        "said": ask.says_yes,
        "open": slip is not None and ask.request.state in OPEN,
        "due": PAGES[language].by.format(due=moment(ask.due_at.astimezone(zone), language)),
        "contacts": slip.contacts if slip else (),
    }


def _language(request: HttpRequest, ask: Ask) -> Language:
    """The one that was chosen on the page, or the worker's."""
    chosen = request.GET.get("language")
    if chosen in LANGUAGES:
        return chosen
    worker = Worker(id=ask.worker_id)
    with acting_as_system():
        kept = ReaderLanguage.objects.filter(worker=worker).first()
    return cast(Language, kept.language) if kept else "zh"


def _refused(request: HttpRequest, refused: LinkRefused) -> HttpResponse:
    """In the browser's language: whose link it was is not known."""
    language: Language = "en" if request.headers.get("Accept-Language", "").startswith("en") else "zh"
    context = {"page": PAGES[language], "language": language, "why": _within(language, refused)}
    return render(request, "answers/refused.html", context, status=HTTPStatus.NOT_FOUND)


def _within(language: Language, error: DomainError) -> str:
    """What an error says, in the language of the page."""
    with override("en" if language == "en" else "zh-hans"):
        return error.words


@csrf_exempt  # signed by the provider
@require_POST
def sms_reply(request: HttpRequest) -> HttpResponse:
    """``/sms/replies``: a text message that came in, ``{"id", "from", "text"}``, signed as Standard Webhooks are."""
    secret = settings.MENLU_SMS_REPLY_SECRET
    if not secret:
        return HttpResponse("MENLU_SMS_REPLY_SECRET is not set: no replies are taken", status=HTTPStatus.NOT_FOUND)
    try:
        found = Webhook(secret).verify(request.body, dict(request.headers))
        reference, phone, text = (found[key] for key in ("id", "from", "text"))
    except (WebhookVerificationError, ValueError) as error:
        return HttpResponse(f"not taken: {type(error).__name__}", status=HTTPStatus.UNAUTHORIZED)
    except (KeyError, TypeError):
        return HttpResponse("give id, from and text", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not all(isinstance(value, str) and "\0" not in value for value in (reference, phone, text)):
        return HttpResponse("id, from and text are texts", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    reply_take(reference=reference[:REFERENCE], phone=phone, text=text)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
