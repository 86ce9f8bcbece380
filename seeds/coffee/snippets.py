"""Short texts that the shop puts into its answers."""

from regulars.conversations.actions.save_snippet import save_snippet
from regulars.team.models import Agent

HELLO = {
    "": "<p>Hello {{customer.first_name}},</p>",
    "fr": "<p>Bonjour {{customer.first_name|à vous}},</p>",
    "de": "<p>Guten Tag {{customer.first_name|zusammen}},</p>",
}
PARCEL = (
    "<p>Your parcel has left the roastery. It takes two to three working days to {{customer.attributes.City|your place}};"
    " the courier writes to you on the morning that it comes.</p>"
)
RETURNS = (
    "<p>Of course you can send it back:</p><ol><li>Put it into its box, or any other that is strong enough.</li>"
    "<li>Write {{conversation.number}} on the outside.</li><li>Hand it in at any parcel shop; we pay.</li></ol>"
)
GRIND = "<p>For a V60, about as coarse as table salt; for a French press, as breadcrumbs. When it tastes bitter, grind coarser.</p>"


def offer_snippets(*, by: Agent) -> None:
    """Four for everybody, in two folders and in up to three languages."""
    save_snippet(None, name="hello", texts=HELLO, by=by)
    save_snippet(None, name="parcel has left", folder="Orders", texts={"": PARCEL}, by=by)
    save_snippet(None, name="returns", folder="Orders", texts={"": RETURNS}, by=by)
    save_snippet(None, name="grind size", folder="Coffee", texts={"": GRIND}, by=by)
