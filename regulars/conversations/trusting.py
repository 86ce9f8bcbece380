"""What a reader must know of a message that may not come from whom it says. Silent about those that are proven."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulars.conversations.models import Message
from regulars.ui.icons import icon


def doubt(message: Message) -> SafeString:
    """A warning above what is said when the sender was disproved; a quiet word when nothing proves them."""
    domain = message.author_address.rpartition("@")[2] or _("its sender")
    if message.trust == Message.Trust.FAIL:
        words = (
            _("This does not come from %s, as far as our mail server can tell. Be careful with what it asks for.")
            % domain
        )
        return format_html(
            '<p class="notice" data-state="overdue" title="{}">{}<span>{}</span></p>',
            message.trust_detail,
            icon("alert"),
            words,
        )
    if message.trust == Message.Trust.NONE:
        words = _("not proven to come from %s") % domain
        return format_html(
            '<p><span class="chip outline" title="{}">{}{}</span></p>', message.trust_detail, icon("info"), words
        )
    return SafeString("")
