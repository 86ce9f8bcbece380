"""What the panel says, beside what each widget says in its own words (`texts.py`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "close": _("Close the chat"),
    "answer": _("Answer"),
    "look": _("Have a look"),
    "dismiss": _("Put this away"),
    "panel": _("Chat with %s"),
    "talk": _("Conversation"),
    "write": _("Write to us"),
    "send": _("Send"),
    "automatic": _("%s · automatic answer"),
    "source": _("Source:"),
    "you": _("You"),
    "sending": _("Sending…"),
    "kept": _("Sent"),
    "offline": _("No connection. What you write is kept, and sent as soon as there is one."),
    "failed": _("The chat could not be opened. Try again in a moment."),
    "ask_address": _("If you have to go, the answer reaches you by mail:"),
    "address": _("Your e-mail address"),
    "keep": _("Keep"),
    "wrong_address": _("Write your e-mail address, such as ada@example.com."),
    "by_mail": _("Answers also go to %s"),
    "too_long": _("That is too long. Send it in two parts."),
    "typing": _("%s is typing…"),
    "before": _("Before we begin"),
    "needed": _("Please fill this in."),
    "choose": _("Choose"),
    "optional": _("%s (if you like)"),
    "end": _("End the chat"),
    "how": _("How was it?"),
    "good": _("Good"),
    "bad": _("Not good"),
    "comment": _("What could we do better? (if you like)"),
    "thanks": _("Thank you."),
    "transcript": _("Send me this chat by mail"),
    "transcript_sent": _("It is on its way to %s."),
    "failed_again": _("That did not work. Try again in a moment."),
    "mute": _("Sound off"),
    "unmute": _("Sound on"),
    "news": _("A new answer"),
    "seen": _("Seen"),
    "sending_part": _("Sending… %s"),
    "attach": _("Add files"),
    "emoji": _("Emoji"),
    "files": _("Files to send"),
    "remove": _("Take %s away"),
    "empty_file": _("“%s” is empty."),
    "large_file": _("“%s” is larger than 25 MB. Send a link instead."),
    "many_files": _("“%s” is one too many: send at most 10 files at once."),
    "lost_file": _("%s could not be sent. Choose it again."),
}


def words() -> dict[str, str]:
    """In the language that is active now."""
    return {name: str(text) for name, text in WORDS.items()}
