"""What HTML from outside may contain: the list, and nothing but the list."""


def words(text: str) -> set[str]:
    return set(text.split())


TAGS = words(
    """a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del
    details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main
    mark menu nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th
    thead time tr tt u ul var wbr"""
)
DROPPED_WITH_CONTENT = words(
    """script style title noscript template textarea select option svg math iframe object embed applet audio video canvas
    noframes noembed frameset xml"""
)
ATTRIBUTES = {
    "*": words(
        """align alt bgcolor border cellpadding cellspacing color colspan dir height lang nowrap role rowspan style title
        valign width"""
    ),
    "a": {"href", "name"},
    "img": {"src"},
    "font": {"face", "size"},
    "ol": {"start", "reversed", "type"},
    "ul": {"type"},
    "li": {"value"},
    "th": {"scope"},
    "td": {"scope"},
    "time": {"datetime"},
    "mark": {"data-mention"},  # whom a note of ours names
}
CLASSES = words(
    """gmail_quote gmail_quote_container gmail_attr gmail_extra gmail_signature gmail_signature_prefix yahoo_quoted
    moz-cite-prefix moz-signature moz-forward-container moz-email-headers-table protonmail_quote
    protonmail_signature_block tutanota_quote zmail_extra OutlookMessageHeader MsoNormal MsoPlainText x_gmail_quote
    x_gmail_signature front-blockquote front-signature cm_quote cm_signature cm_footer zmail_signature"""
)
IDS = words(
    """divRplyFwdMsg x_divRplyFwdMsg appendonsend x_appendonsend Signature x_Signature ms-outlook-mobile-signature
    x_ms-outlook-mobile-signature AppleMailSignature x_AppleMailSignature lineBreakAtBeginningOfMessage lineBreakAtBeginningOfSignature isReplyContent reply-intro
    mail-editor-reference-message-container OLK_SRC_BODY_SECTION MAC_OUTLOOK_ATTRIBUTION_BLOCK"""
)
MARKERS = {
    "name": words("messageBodySection messageReplySection messageSignatureSection"),
    "data-marker": words("__HEADERS__ __QUOTED_TEXT__ __SIG_PRE__ __SIG_POST__"),
}
"""What Spark and Zimbra mark with."""

STYLES = words(
    """background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse
    border-color border-left border-left-color border-left-style border-left-width border-radius border-right
    border-right-color border-right-style border-right-width border-spacing border-style border-top border-top-color
    border-top-style border-top-width border-width clear color direction display float font font-family font-size
    font-style font-variant font-weight height letter-spacing line-height list-style-type margin margin-bottom
    margin-left margin-right margin-top max-height max-width min-height min-width opacity overflow padding
    padding-bottom padding-left padding-right padding-top table-layout text-align text-decoration text-indent
    text-transform unicode-bidi vertical-align visibility white-space width word-break word-spacing word-wrap"""
)
SCHEMES = {"http", "https", "mailto", "tel", "cid"}
