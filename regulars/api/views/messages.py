"""Messages, the letters they came in, and files."""

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile

from regulars.api import reading, shapes, told
from regulars.api.signing_in import needing
from regulars.channels.email.models import InboundLetter
from regulars.conversations import incoming
from regulars.conversations.actions.attach import attach
from regulars.conversations.models import Attachment, Conversation
from regulars.lib import blobs
from regulars.team.permissions import Permission

router = Router(tags=["Messages and files"])
BYTES = {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


@router.get("/messages/{int:number}", response=shapes.Message, summary="Read a message")
def read_message(request: HttpRequest, number: int) -> HttpResponse:
    """Its `state` tells whether it has left: sending, sent or failed."""
    return told.told(reading.messages([reading.message(number, agent=request.auth)])[0])


@router.get("/messages/{int:number}/original", summary="The letter as it came", openapi_extra={"responses": BYTES})
def original(request: HttpRequest, number: int) -> HttpResponse:
    """Byte for byte, as message/rfc822. Messages that came another way have none."""
    message = reading.message(number, agent=request.auth)
    letter = InboundLetter.objects.select_related("raw").filter(message_id=message.pk).order_by("pk").first()
    if letter is None:
        raise Http404(f"Message {number} did not come as a letter")
    response = HttpResponse(bytes(letter.raw.content), content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="message-{number}.eml"'
    return response


@router.post(
    "/attachments",
    auth=needing(Permission.REPLY, Permission.NOTE),
    response={201: shapes.Attachment},
    summary="Upload a file for a message to come",
)
def upload(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """As multipart/form-data, at most 25 MB. Name its id in `attachments` of a reply, note or new conversation."""
    content_type = file.content_type or "application/octet-stream"
    kept = attach(
        incoming.File(name=file.name or "file", content=file.read(), content_type=content_type), by=request.auth
    )
    return told.told(told.attachment(kept), status=201)


@router.get("/attachments/{int:number}", summary="Download a file", openapi_extra={"responses": BYTES})
def download(request: HttpRequest, number: int) -> FileResponse:
    """Byte for byte, always to be saved and never to be opened as a page of ours."""
    seen = Q(message__conversation__in=Conversation.objects.visible_to(request.auth)) | Q(uploaded_by=request.auth)
    file = Attachment.objects.filter(seen, pk=number).first()
    try:
        content = blobs.fetch(file.sha256) if file else None
    except FileNotFoundError:
        content = None
    if file is None or content is None:
        raise Http404(f"There is no file {number}")
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type="application/octet-stream")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
